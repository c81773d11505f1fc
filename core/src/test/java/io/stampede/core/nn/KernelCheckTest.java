package io.stampede.core.nn;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KernelCheckTest {
    @Test
    void the_engine_that_the_tests_run_on_convolves_right() {
        TensorEngine.load();

        assertDoesNotThrow(() -> KernelCheck.require(KernelCheck::convolve));
    }

    @Test
    void less_precision_that_somebody_chose_is_not_wrong() {
        TensorEngine.load();

        assertDoesNotThrow(
                () ->
                        KernelCheck.require(
                                (pictures, weights) ->
                                        KernelCheck.convolve(rounded(pictures), rounded(weights))));
    }

    /** To the eight bits that bfloat16 has, for values below one half. */
    private static NDArray rounded(NDArray values) {
        return values.mul(512).round().div(512);
    }

    /** What a kernel that reads unwritten memory gives. */
    private enum Fault {
        NOT_A_NUMBER(result -> result.mul(Float.NaN)),
        OFF_BY_LITTLE(result -> result.add(0.1f)),
        LAST_BLOCK_MISSING(
                result -> {
                    NDArray zeros = result.get(new NDIndex(":,8:")).mul(0);
                    result.set(new NDIndex(":,8:"), zeros);
                    return result;
                });

        private final UnaryOperator<NDArray> damage;

        Fault(UnaryOperator<NDArray> damage) {
            this.damage = damage;
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_engine_that_convolves_wrong_is_refused_with_what_helps(Fault fault) {
        // Given
        TensorEngine.load();

        // When
        StampedeException refusal =
                assertThrows(
                        StampedeException.class,
                        () ->
                                KernelCheck.require(
                                        (pictures, weights) ->
                                                fault.damage.apply(
                                                        KernelCheck.convolve(pictures, weights))));

        // Then
        assertEquals(ErrorCode.ENGINE_FAILED, refusal.code());
        assertTrue(refusal.getMessage().contains("ONEDNN_MAX_CPU_ISA=SSE41"));
    }
}
