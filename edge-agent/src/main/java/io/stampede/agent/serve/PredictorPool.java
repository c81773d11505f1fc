package io.stampede.agent.serve;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Instances of one model, opened when first needed, one for each thread that works at the same
 * time.
 *
 * <p>Thread-safe. After {@link #close()} work under way goes on with its instance, which is closed
 * at its end.
 */
final class PredictorPool implements AutoCloseable {
    private final Supplier<Predictor> opener;
    private final Deque<Predictor> idle = new ArrayDeque<>();
    private boolean closed;

    PredictorPool(Supplier<Predictor> opener) {
        this.opener = opener;
    }

    /** Works with an instance that nobody else has; empty where the pool is closed. */
    <T> Optional<T> use(Function<Predictor, T> work) {
        Predictor predictor;
        synchronized (this) {
            if (closed) {
                return Optional.empty();
            }
            predictor = idle.poll();
        }
        if (predictor == null) {
            predictor = opener.get();
        }
        try {
            return Optional.of(work.apply(predictor));
        } finally {
            giveBack(predictor);
        }
    }

    private void giveBack(Predictor predictor) {
        synchronized (this) {
            if (!closed) {
                idle.push(predictor);
                return;
            }
        }
        predictor.close();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        // Nothing is added any more.
        idle.forEach(Predictor::close);
        idle.clear();
    }
}
