package io.stampede.core.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * The multihead attention block MAB of Set Transformer, the paper's AE (Eq. 7-8).
 *
 * <p>{@code Q, K, V = linear(queries), linear(keys), linear(keys)} of width d; {@code O =
 * concat_h(Q_h + softmax(Q_h K_h^T / sqrt(d / h)) V_h)}; {@code O = norm0(O)}; {@code O = norm1(O +
 * relu(linear(O)))}. The residual is the projected query, so the input width is free.
 *
 * @param prefix name in front of the block's parameters, for example {@code theta.sab1}
 * @param heads h, which divides d
 */
record Attention(String prefix, int heads) {
    private static final float NORM_EPSILON = 1e-5f;

    /**
     * Attends from queries to keys.
     *
     * @param theta the encoder's parameters
     * @param queries {@code [n, in]}
     * @param keys {@code [m, in]}
     * @return {@code [n, d]}
     */
    NDArray forward(Parameters theta, NDArray queries, NDArray keys) {
        return attend(
                theta,
                project(theta, "query", queries),
                project(theta, "key", keys),
                project(theta, "value", keys));
    }

    /**
     * Attends between what is projected already; each row of the result depends on its own query
     * alone.
     *
     * @param query {@code [n, d]}
     * @param key {@code [m, d]}
     * @param value {@code [m, d]}
     * @return {@code [n, d]}
     */
    NDArray attend(Parameters theta, NDArray query, NDArray key, NDArray value) {
        long width = query.getShape().get(1);
        double scale = 1 / Math.sqrt((double) width / heads);
        NDArray products = perHead(query).matMul(perHead(key).swapAxes(1, 2));
        NDArray weights = Numbers.times(products, scale).softmax(-1);
        NDArray attended = weights.matMul(perHead(value)); // [h, n, d / h]
        NDArray merged = attended.swapAxes(0, 1).reshape(query.getShape().get(0), width);
        NDArray hidden = norm(theta, "norm0", query.add(merged));
        NDArray fed = project(theta, "output", hidden).getNDArrayInternal().relu();
        return norm(theta, "norm1", hidden.add(fed));
    }

    /** SAB: attends from a set to itself. */
    NDArray forward(Parameters theta, NDArray set) {
        return forward(theta, set, set);
    }

    private NDArray perHead(NDArray value) {
        Shape shape = value.getShape();
        return value.reshape(shape.get(0), heads, shape.get(1) / heads).swapAxes(0, 1);
    }

    /** One of the linear layers: query, key, value or output; {@code [n, in]} to {@code [n, d]}. */
    NDArray project(Parameters theta, String part, NDArray value) {
        String name = prefix + "." + part;
        return value.getNDArrayInternal()
                .linear(value, theta.get(name + ".weight"), theta.get(name + ".bias"))
                .singletonOrThrow();
    }

    private NDArray norm(Parameters theta, String part, NDArray value) {
        String name = prefix + "." + part;
        return value.getNDArrayInternal()
                .layerNorm(
                        value,
                        new Shape(value.getShape().get(1)),
                        theta.get(name + ".weight"),
                        theta.get(name + ".bias"),
                        NORM_EPSILON)
                .singletonOrThrow();
    }
}
