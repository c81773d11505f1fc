package io.stampede.bench.demo;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonObject;
import io.stampede.bench.console.ProgressLine;
import io.stampede.bench.process.ChildProcess;
import io.stampede.bench.process.FreePort;
import io.stampede.bench.process.Launcher;
import io.stampede.bench.process.Wait;
import io.stampede.bench.remote.Endpoints;
import io.stampede.bench.remote.MetaServerClient;
import io.stampede.bench.remote.TrainingStatus;
import io.stampede.core.StampedeException;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.data.ImageSources;
import java.util.List;
import java.util.Optional;

/**
 * The whole path: a server and a device as two processes, phi trained and published, adapted and
 * reported, then compared with other methods in this process while both are idle.
 *
 * <p>Both processes have ended when {@link #run} returns or throws.
 */
public final class Demo {
    /** The name under which phi is published. */
    public static final String MODEL_NAME = "demo";

    private final DemoSettings settings;
    private final DemoDirectory directory;
    private final Launcher launcher;
    private final ProgressLine progress;
    private final Wait wait;

    /**
     * Prepares a demo without starting anything.
     *
     * @param launcher starts server and agent
     * @param progress hears how far it has come
     */
    public Demo(
            DemoSettings settings,
            DemoDirectory directory,
            Launcher launcher,
            ProgressLine progress) {
        this.settings = requireNonNull(settings, "settings is null");
        this.directory = requireNonNull(directory, "directory is null");
        this.launcher = requireNonNull(launcher, "launcher is null");
        this.progress = requireNonNull(progress, "progress is null");
        this.wait = new Wait(progress);
    }

    /**
     * Runs everything and leaves the results in the directory.
     *
     * @throws StampedeException with the code of whatever stopped it; the logs stay
     */
    public DemoOutcome run() {
        // Whatever cannot work is refused before anything starts.
        ImageSources.open(settings.reference());
        TargetPictures pictures = TargetPictures.load(settings);
        Comparison comparison = new Comparison(settings, pictures, progress);
        directory.prepare();
        Stopwatch watch = new Stopwatch();
        try (ChildProcess server = startServer()) {
            Endpoints endpoints =
                    wait.until("starting", server, () -> Endpoints.read(directory.server()));
            watch.lap();
            try (ChildProcess agent = startAgent(endpoints, comparison.adaptation())) {
                MetaServerClient client = new MetaServerClient(endpoints.http());
                String job = train(client, server);
                directory.keep(directory.job(job).resolve("phi.safetensors"), directory.phi());
                watch.lap();
                DeviceReport report = awaitReport(client, server, agent);
                directory.keep(DeviceSlots.serving(directory.device()), directory.subnetwork());
                watch.lap();
                return finish(comparison, job, report, watch);
            }
        }
    }

    private DemoOutcome finish(
            Comparison comparison, String job, DeviceReport report, Stopwatch watch) {
        var methods = comparison.run(directory, job, report.seconds());
        watch.lap();
        DemoOutcome outcome = new DemoOutcome(methods, report.json(), watch.stages());
        directory.writeReport(DemoDocument.write(settings, directory, outcome));
        progress.finish();
        return outcome;
    }

    private ChildProcess startServer() {
        progress.say("meta-server and edge agent start; their logs: " + directory.logs());
        return ChildProcess.start(
                "meta-server",
                launcher.command(
                        List.of(
                                "meta-server",
                                "--data-dir",
                                directory.server().toString(),
                                "--http-port",
                                Integer.toString(FreePort.find()),
                                "--broker-port",
                                "0")),
                directory.logs().resolve("meta-server.log"));
    }

    private ChildProcess startAgent(Endpoints endpoints, AdaptationConfig config) {
        return ChildProcess.start(
                "agent",
                launcher.command(
                        List.of(
                                "agent",
                                "run",
                                "--bootstrap-servers",
                                endpoints.bootstrapServers(),
                                "--data-dir",
                                directory.device().toString(),
                                "--data",
                                settings.target().toString(),
                                "--data-size",
                                Integer.toString(settings.targetSize()),
                                "--max-parameters",
                                Long.toString(config.budget().maxParameters().getAsLong()),
                                "--max-multiply-adds",
                                Long.toString(config.budget().maxMultiplyAdds().getAsLong()),
                                "--epochs",
                                Integer.toString(config.epochs()),
                                "--seed",
                                Long.toString(config.seed()))),
                directory.logs().resolve("agent.log"));
    }

    private String train(MetaServerClient client, ChildProcess server) {
        JsonObject request = new JsonObject();
        request.addProperty("model_name", MODEL_NAME);
        request.addProperty("reference", settings.reference().toString());
        request.addProperty("preset", settings.preset());
        request.addProperty("seed", settings.seed());
        String id = client.startTraining(request);
        progress.say("meta-training %s on %s".formatted(settings.preset(), settings.reference()));
        wait.until(
                "queued",
                server,
                () -> {
                    TrainingStatus status = client.training(id);
                    if (!status.phase().isEmpty()) {
                        progress.show(
                                status.phase(), status.step(), status.steps(), status.detail());
                    }
                    return status.succeeded() ? Optional.of(status) : Optional.empty();
                });
        return id;
    }

    private DeviceReport awaitReport(
            MetaServerClient client, ChildProcess server, ChildProcess agent) {
        progress.say("phi is published; the device adapts it to " + settings.target());
        DeviceReport report =
                wait.until(
                        "adapting",
                        server,
                        () -> {
                            agent.requireAlive();
                            return client.newestReport().map(DeviceReport::new);
                        });
        report.requireAdapted();
        progress.say("the report has arrived at the server");
        return report;
    }
}
