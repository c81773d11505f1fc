package io.stampede.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.stampede.core.gate.GateNoise;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Numbers;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.TinyPhi;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Checks the gradients of the whole objective: network, gates and, through o_c, the encoder.
 *
 * <p>Theta's way leads over clips and ReLUs that bend within the steps float32 allows, hence its
 * wider tolerance; SetEncoderTest checks the encoder alone, tightly.
 */
class GatedObjectiveTest {
    /** The engine must own all that the backward pass reads: see {@link Numbers}. */
    @ParameterizedTest
    @EnumSource(
            value = Architecture.class,
            names = {"VGG10", "RESNET18"})
    void gradients_survive_a_garbage_collection_before_the_backward_pass(
            Architecture architecture) {
        try (NDManager manager = TensorEngine.newManager()) {
            // Given
            NetworkSpec spec = TinyPhi.spec(architecture);
            Parameters phi = TinyPhi.create(manager, spec, 11);
            GatedObjective objective = new GatedObjective(spec, TinyPhi.HEADS, 60);
            GatedObjective.Batch batch = batch(manager, spec);
            Parameters undisturbed = phi.copy(manager).leaves(manager, name -> true);
            Parameters disturbed = phi.copy(manager).leaves(manager, name -> true);

            // When
            Parameters expected =
                    Backpropagation.run(
                                    undisturbed,
                                    batch.target(),
                                    () -> objective.of(undisturbed, batch))
                            .gradients();
            Parameters found =
                    Backpropagation.run(
                                    disturbed,
                                    batch.target(),
                                    () -> {
                                        Outcome outcome = objective.of(disturbed, batch);
                                        overwriteFreedBuffers();
                                        return outcome;
                                    })
                            .gradients();

            // Then
            for (String name : expected.names()) {
                assertArrayEquals(
                        expected.get(name).toFloatArray(), found.get(name).toFloatArray(), name);
            }
        }
    }

    /** Collects what Java has let go of and fills memory of the sizes of numbers with NaN. */
    private static void overwriteFreedBuffers() {
        for (int round = 0; round < 5; round++) {
            System.gc();
            for (int i = 0; i < 20_000; i++) {
                ByteBuffer.allocateDirect(Float.BYTES).putInt(0, -1);
            }
        }
    }

    private static final int BATCH = 6;

    /** psi well inside its clip and steep, so that theta's gradient stands out of rounding. */
    private static final Initialization.GateStart SENSITIVE =
            new Initialization.GateStart(5, -2, 0.3, 0.5, -4);

    /** From where curvature is small to where float32 rounding is; one of them must be right. */
    private static final double[] STEP_SIZES = {1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3};

    @ParameterizedTest
    @CsvSource({
        "VGG10,W.,0.03",
        "VGG10,pi.,0.03",
        "VGG10,theta.,0.1",
        "RESNET18,W.,0.03",
        "RESNET18,pi.,0.03",
        "RESNET18,theta.,0.1"
    })
    void directional_derivatives_agree_with_finite_differences(
            Architecture architecture, String group, double tolerance) {
        try (NDManager manager = TensorEngine.newManager()) {
            // Given
            NetworkSpec spec = TinyPhi.spec(architecture);
            Parameters phi = TinyPhi.create(manager, spec, 11);
            Initialization.gates(phi, spec, SENSITIVE);
            GatedObjective objective = new GatedObjective(spec, TinyPhi.HEADS, 60);
            GatedObjective.Batch batch = batch(manager, spec);
            Parameters leaves = phi.copy(manager).leaves(manager, name -> true);

            // When
            Parameters gradients =
                    Backpropagation.run(leaves, batch.target(), () -> objective.of(leaves, batch))
                            .gradients();
            Parameters direction = along(manager, gradients, name -> name.startsWith(group));
            double analytic = dot(gradients, direction);
            double error = Double.MAX_VALUE;
            for (double h : STEP_SIZES) {
                double numeric = numeric(manager, phi, direction, objective, batch, h);
                error = Math.min(error, Math.abs(numeric / analytic - 1));
            }

            // Then
            assertTrue(analytic > 0, group + " has a gradient");
            assertTrue(error < tolerance, group + " differs by " + error);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Architecture.class,
            names = {"VGG10", "RESNET18"})
    void the_encoder_has_no_gradient_where_gamma_is_zero(Architecture architecture) {
        try (NDManager manager = TensorEngine.newManager()) {
            // Given gates that ignore o_c
            NetworkSpec spec = TinyPhi.spec(architecture);
            Parameters phi = TinyPhi.create(manager, spec, 11);
            Initialization.gates(phi, spec, new Initialization.GateStart(5, -2, 0, 0.95, -4));
            GatedObjective objective = new GatedObjective(spec, TinyPhi.HEADS, 60);
            GatedObjective.Batch batch = batch(manager, spec);
            Parameters leaves = phi.leaves(manager, name -> true);

            // When
            Parameters gradients =
                    Backpropagation.run(leaves, batch.target(), () -> objective.of(leaves, batch))
                            .gradients();

            // Then
            Parameters theta = along(manager, gradients, name -> name.startsWith("theta."));
            assertEquals(0, dot(gradients, theta));
        }
    }

    private static GatedObjective.Batch batch(NDManager manager, NetworkSpec spec) {
        SplittableRandom random = new SplittableRandom(5);
        float[] target = new float[BATCH * spec.classes()];
        for (int i = 0; i < BATCH; i++) {
            target[i * spec.classes() + i % spec.classes()] = 1;
        }
        NDArray images = images(manager, random, BATCH);
        return new GatedObjective.Batch(
                images(manager, random, 9),
                images,
                manager.create(target, new Shape(BATCH, spec.classes())),
                null,
                GateNoise.draw(manager, random, BATCH, spec.totalChannels()),
                manager.ones(new Shape(spec.totalChannels())),
                null);
    }

    private static NDArray images(NDManager manager, SplittableRandom random, int count) {
        float[] values = new float[count * 3 * 32 * 32];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return manager.create(values, new Shape(count, 3, 32, 32));
    }

    /** The normalised gradient itself: the direction in which the derivative is largest. */
    private static Parameters along(
            NDManager manager, Parameters gradients, Predicate<String> chosen) {
        Parameters direction = gradients.copy(manager, chosen);
        double norm = Math.sqrt(dot(direction, direction));
        if (norm > 0) {
            direction.scaleInPlace(1 / norm);
        }
        return direction;
    }

    private static double dot(Parameters one, Parameters other) {
        double sum = 0;
        for (String name : other.names()) {
            sum += one.get(name).mul(other.get(name)).sum().getFloat();
        }
        return sum;
    }

    private static double numeric(
            NDManager manager,
            Parameters phi,
            Parameters direction,
            GatedObjective objective,
            GatedObjective.Batch batch,
            double h) {
        return (shifted(manager, phi, direction, objective, batch, h)
                        - shifted(manager, phi, direction, objective, batch, -h))
                / (2 * h);
    }

    private static double shifted(
            NDManager manager,
            Parameters phi,
            Parameters direction,
            GatedObjective objective,
            GatedObjective.Batch batch,
            double distance) {
        Parameters moved = phi.copy(manager);
        for (String name : direction.names()) {
            moved.get(name).addi(direction.get(name).mul(distance));
        }
        return objective.of(moved, batch).loss().getFloat();
    }
}
