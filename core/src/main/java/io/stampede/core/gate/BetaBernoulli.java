package io.stampede.core.gate;

import ai.djl.ndarray.NDArray;
import io.stampede.core.nn.Numbers;

/**
 * The arithmetic of beta-Bernoulli gates (algorithms.md 3.1-3.3): plain tensor operations, so every
 * one is differentiable.
 *
 * <p>Shapes: every vector is {@code [c]}, one value per channel. The posterior of pi_c is
 * Kumaraswamy(a_c, b_c), its prior Beta(alpha, 1).
 */
public final class BetaBernoulli {
    /** Prior strength alpha. */
    public static final double ALPHA = 1e-4;

    /** Temperature tau of the relaxed Bernoulli. */
    public static final double TEMPERATURE = 0.1;

    /** Probabilities stay this far from 0 and 1: smaller, and a float32 logit is infinite. */
    public static final double EPSILON = 1e-6;

    /** A channel whose expected mask is below this is not kept. */
    public static final double KEEP_THRESHOLD = 1e-3;

    /** Prior variance b of beta, which the paper leaves open; the value of BBDropout. */
    static final double BETA_VARIANCE = 5;

    private static final double EULER_GAMMA = 0.577215664901532;
    private static final double LOWEST_UNCONSTRAINED = -10;
    private static final double HIGHEST_UNCONSTRAINED = 50;
    private static final double LOG_GUARD = 1e-10;

    private BetaBernoulli() {}

    /** {@code softplus(clip(x, -10, 50))}: from an unconstrained parameter to a or b. */
    public static NDArray positive(NDArray unconstrained) {
        return unconstrained
                .clip(LOWEST_UNCONSTRAINED, HIGHEST_UNCONSTRAINED)
                .getNDArrayInternal()
                .softPlus();
    }

    /** {@code E[pi] = b exp(lgamma(1 + 1/a) + lgamma(b) - lgamma(1 + 1/a + b))}. */
    public static NDArray expectation(NDArray a, NDArray b) {
        NDArray moment = Numbers.inverse(a).add(1);
        return moment.gammaln().add(b.gammaln()).sub(moment.add(b).gammaln()).exp().mul(b);
    }

    /** Draws {@code pi = (1 - u^(1/b))^(1/a)} for uniform u. */
    public static NDArray sample(NDArray a, NDArray b, NDArray uniform) {
        NDArray inner = uniform.log().div(b).exp().clip(EPSILON, 1 - EPSILON).neg().add(1);
        return inner.log().div(a).exp();
    }

    /** {@code psi(x) = clip(x, eps, 1 - eps)} of Eq. 12. */
    public static NDArray clamp(NDArray value) {
        return value.clip(EPSILON, 1 - EPSILON);
    }

    /**
     * Draws a relaxed Bernoulli per picture and channel.
     *
     * @param probability {@code [c]}
     * @param logitUniform logits of uniform noise, {@code [b, c]}
     * @return {@code [b, c]} in (0, 1)
     */
    public static NDArray relaxed(NDArray probability, NDArray logitUniform) {
        NDArray clamped = clamp(probability);
        NDArray logit = clamped.log().sub(clamped.neg().add(1).log());
        return Numbers.dividedBy(logitUniform.add(logit), TEMPERATURE)
                .getNDArrayInternal()
                .sigmoid();
    }

    /**
     * The first term of Eq. 13, summed over channels; exact for a prior Beta(alpha, 1).
     *
     * @return a scalar
     */
    public static NDArray divergence(NDArray a, NDArray b, double alpha) {
        NDArray scaled = Numbers.times(Numbers.inverse(a), -alpha).add(1); // 1 - alpha / a
        NDArray first = scaled.mul(digamma(b).add(Numbers.inverse(b)).add(EULER_GAMMA).neg());
        NDArray logs = a.mul(b).add(LOG_GUARD).log().sub(Math.log(alpha));
        NDArray last = Numbers.inverse(b).sub(1); // -(b - 1) / b
        return first.add(logs).add(last).sum();
    }

    /**
     * The second term of Eq. 13: KL of N(beta, sigma^2) from N(0, 5), summed over channels.
     *
     * @return a scalar
     */
    public static NDArray shiftDivergence(NDArray beta, NDArray sigma) {
        NDArray squares = Numbers.dividedBy(sigma.square().add(beta.square()), 2 * BETA_VARIANCE);
        return sigma.log().neg().add(squares).add(0.5 * Math.log(BETA_VARIANCE) - 0.5).sum();
    }

    /** The digamma function for positive arguments, which DJL lacks: recurrence, then a series. */
    public static NDArray digamma(NDArray value) {
        NDArray shifted = value;
        NDArray result = null;
        for (int i = 0; i < 6; i++) {
            NDArray inverse = Numbers.inverse(shifted);
            result = result == null ? inverse.neg() : result.sub(inverse);
            shifted = shifted.add(1);
        }
        NDArray inverse = Numbers.inverse(shifted);
        NDArray square = inverse.square();
        NDArray series = Numbers.times(square, -1.0 / 132).add(1.0 / 240);
        series = square.mul(series).neg().add(1.0 / 252);
        series = square.mul(series).neg().add(1.0 / 120);
        series = square.mul(series).neg().add(1.0 / 12);
        return result.add(shifted.log()).sub(Numbers.times(inverse, 0.5)).sub(square.mul(series));
    }
}
