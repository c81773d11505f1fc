package io.stampede.agent.serve;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpServer;
import io.stampede.agent.intake.ModelId;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the subnetwork that serves over HTTP, in the shape of the Open Inference Protocol v2.
 *
 * <p>Uses the JDK's own server, and opens a model when the first request wants it: an endpoint that
 * nobody uses costs one waiting thread. Thread-safe.
 */
public final class ServingEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServingEndpoint.class);
    private static final int WAITING_REQUESTS = 64;
    private static final int IDLE_SECONDS = 60;
    private static final int STOP_SECONDS = 2;

    static {
        // Read once by the JDK's server: a client that stalls must not hold a thread for ever.
        System.setProperty("sun.net.httpserver.maxReqTime", "30");
        System.setProperty("sun.net.httpserver.maxRspTime", "30");
        // Else head and body of an answer go out apart, and the second waits 40 ms for the first.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final ServingSettings settings;
    private final Consumer<ServingEndpoint> beforeRequest;
    private final Function<Path, Predictor> opener;
    private final AtomicReference<Optional<ServedModel>> model =
            new AtomicReference<>(Optional.empty());
    private final ThreadPoolExecutor threads;
    private HttpServer server;

    /**
     * Creates an endpoint that does not listen yet.
     *
     * @param beforeRequest called on the thread of each request before it is answered, for whoever
     *     would rather look whether another model serves than be told
     */
    public ServingEndpoint(ServingSettings settings, Consumer<ServingEndpoint> beforeRequest) {
        this(settings, beforeRequest, Predictors::open);
    }

    ServingEndpoint(
            ServingSettings settings,
            Consumer<ServingEndpoint> beforeRequest,
            Function<Path, Predictor> opener) {
        this.settings = requireNonNull(settings, "settings is null");
        this.beforeRequest = requireNonNull(beforeRequest, "before request is null");
        this.opener = requireNonNull(opener, "opener is null");
        this.threads = threads(settings.threads());
    }

    /**
     * Begins to listen.
     *
     * @throws StampedeException with {@link ErrorCode#INVALID_CONFIGURATION} where the address
     *     cannot be had
     */
    public synchronized void start() {
        try {
            server = HttpServer.create(new InetSocketAddress(settings.host(), settings.port()), 0);
        } catch (IOException | IllegalArgumentException e) {
            throw new StampedeException(
                    ErrorCode.INVALID_CONFIGURATION,
                    ("expected to listen on %s port %d, found: %s; set stampede.agent.serve.port to"
                                    + " a free one")
                            .formatted(settings.host(), settings.port(), e.getMessage()),
                    e);
        }
        server.createContext("/", new InferenceProtocol(this::current));
        server.setExecutor(threads);
        server.start();
        LOG.atInfo()
                .addKeyValue("host", settings.host())
                .addKeyValue("port", port())
                .log("Serving over HTTP");
    }

    /** The port that it listens on. */
    public synchronized int port() {
        return server.getAddress().getPort();
    }

    /** Lets another subnetwork answer from now on; requests under way end with the old one. */
    public void switchTo(Path slotDirectory, ModelId id) {
        replace(Optional.of(new ServedModel(id, slotDirectory, opener)));
    }

    /** Lets nothing answer from now on; requests under way end with the old subnetwork. */
    public void withdraw() {
        replace(Optional.empty());
    }

    private void replace(Optional<ServedModel> next) {
        model.getAndSet(next).ifPresent(ServedModel::close);
    }

    private Optional<ServedModel> current() {
        beforeRequest.accept(this);
        return model.get();
    }

    @Override
    public synchronized void close() {
        // The server's own way of waiting waits to the end of its time even where nothing runs.
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.atWarn().log("Requests under way are cut off");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (server != null) {
            server.stop(0);
            server = null;
        }
        withdraw();
    }

    private static ThreadPoolExecutor threads(int count) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(
                        count,
                        count,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(WAITING_REQUESTS),
                        work -> {
                            Thread thread =
                                    new Thread(work, "stampede-serve-" + number.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
