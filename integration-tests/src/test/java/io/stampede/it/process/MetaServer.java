package io.stampede.it.process;

import io.stampede.bench.remote.Endpoints;
import io.stampede.bench.remote.MetaServerClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The real meta-server with its embedded broker, ready to be asked. */
public final class MetaServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Running process;
    private final Endpoints endpoints;

    private MetaServer(Running process, Endpoints endpoints) {
        this.process = process;
        this.endpoints = endpoints;
    }

    /** Starts one below a directory and waits until it answers. */
    public static MetaServer start(Path root, Map<String, String> environment) {
        Path data = root.resolve("server-data");
        Running process =
                Running.start(
                        Application.SERVER,
                        root.resolve("server"),
                        environment,
                        "--data-dir",
                        data.toString(),
                        "--http-port",
                        "0",
                        "--broker-port",
                        "0");
        Endpoints endpoints =
                Await.value("endpoints.json", PATIENCE, process, () -> Endpoints.read(data));
        return new MetaServer(process, endpoints);
    }

    /** Where it and its broker can be reached. */
    public Endpoints endpoints() {
        return endpoints;
    }

    /** Its process, which must stay alive. */
    public Running process() {
        return process;
    }

    /** Registers a phi file as the next version of a name and sends it to the broker. */
    public void publish(String name, Path phi) {
        MetaServerClient client = new MetaServerClient(endpoints.http());
        client.publish(name, client.upload(name, phi));
    }

    @Override
    public void close() {
        process.close();
    }
}
