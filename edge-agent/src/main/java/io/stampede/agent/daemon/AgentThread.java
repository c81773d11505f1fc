package io.stampede.agent.daemon;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Drives an {@link Agent} on a thread of its own until it is stopped or fails. */
public final class AgentThread implements AutoCloseable {
    private static final Duration REST = Duration.ofMillis(250);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(9);

    private final Agent agent;
    private final Supervision supervision;
    private final Consumer<Throwable> failureListener;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    /**
     * Creates the thread without starting it.
     *
     * @param supervision told after each step
     * @param failureListener told of the failure of any kind that ended the loop, on that thread
     */
    AgentThread(Agent agent, Supervision supervision, Consumer<Throwable> failureListener) {
        this.agent = requireNonNull(agent, "agent is null");
        this.supervision = requireNonNull(supervision, "supervision is null");
        this.failureListener = requireNonNull(failureListener, "failure listener is null");
        this.thread = new Thread(this::run, "agent");
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /** Stops the loop, closes the agent and waits for both, at most 9 seconds. */
    @Override
    public void close() {
        stop.countDown();
        agent.hurry();
        try {
            thread.join(STOP_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (agent) {
            while (stop.getCount() > 0) {
                int done = agent.doWork();
                supervision.doWork(agent.account());
                if (done == 0) {
                    rest();
                }
            }
            agent.endCleanly();
        } catch (Throwable e) { // an Error too: a process without this thread helps nobody
            failureListener.accept(e);
        }
    }

    private void rest() {
        try {
            if (stop.await(REST.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop.countDown();
        }
    }
}
