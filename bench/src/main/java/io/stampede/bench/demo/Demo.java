package io.stampede.bench.demo;

import static java.util.Objects.requireNonNull;

import io.stampede.bench.console.ProgressLine;
import io.stampede.bench.process.ChildProcess;
import io.stampede.bench.process.FreePort;
import io.stampede.bench.process.Launcher;
import io.stampede.bench.process.Wait;
import io.stampede.bench.remote.Endpoints;
import io.stampede.bench.remote.MetaServerClient;
import io.stampede.core.StampedeException;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.model.Tensor;
import java.util.List;
import java.util.Map;

/**
 * The whole path: a server and a device as two processes, phi published, adapted and reported, then
 * compared with other methods in this process while both are idle.
 *
 * <p>Both processes have ended when {@link #run} returns or throws.
 */
public final class Demo {
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
        settings.phi().check();
        TargetPictures pictures = TargetPictures.load(settings);
        Comparison comparison = new Comparison(settings, pictures, progress);
        directory.prepare();
        Stopwatch watch = new Stopwatch();
        try (ChildProcess server = startServer()) {
            Endpoints endpoints =
                    wait.until("starting", server, () -> Endpoints.read(directory.server()));
            watch.lap();
            SourceSpec target = pictures.forDevice(settings.target(), directory.target());
            AgentOrder order =
                    new AgentOrder(target, pictures.chosen().size(), comparison.adaptation());
            try (ChildProcess agent = startAgent(endpoints, order)) {
                MetaServerClient client = new MetaServerClient(endpoints.http());
                Map<String, Tensor> pretrained =
                        settings.phi().publish(new DemoServer(client, server, directory, progress));
                watch.lap();
                DeviceReport report = awaitReport(client, server, agent);
                directory.keep(DeviceSlots.serving(directory.device()), directory.subnetwork());
                watch.lap();
                var methods = comparison.run(directory, pretrained, report.seconds());
                watch.lap();
                return finish(
                        new DemoOutcome(order.pictures(), methods, report.json(), watch.stages()));
            }
        }
    }

    private DemoOutcome finish(DemoOutcome outcome) {
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

    /** What the agent is told: which pictures, how many of them, and how to adapt. */
    private record AgentOrder(SourceSpec data, int pictures, AdaptationConfig config) {}

    private ChildProcess startAgent(Endpoints endpoints, AgentOrder order) {
        AdaptationConfig config = order.config();
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
                                order.data().toString(),
                                "--data-size",
                                Integer.toString(order.pictures()),
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
