package io.stampede.agent.daemon;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.stampede.agent.AgentVersion;
import io.stampede.agent.adapt.AdaptCommandLine;
import io.stampede.agent.adapt.AgentProgram;
import io.stampede.agent.adapt.ChildProcessRunner;
import io.stampede.agent.adapt.DataSignature;
import io.stampede.agent.adapt.Slots;
import io.stampede.agent.adapt.SubnetworkCheck;
import io.stampede.agent.adapt.ValidationGate;
import io.stampede.agent.config.AgentConfig;
import io.stampede.agent.config.AgentSettings;
import io.stampede.agent.config.CareSettings;
import io.stampede.agent.config.DeviceIdentity;
import io.stampede.agent.egress.FileEgressLedger;
import io.stampede.agent.egress.LedgerBounds;
import io.stampede.agent.hold.HoldPoint;
import io.stampede.agent.intake.ManifestLedger;
import io.stampede.agent.intake.ManifestLimits;
import io.stampede.agent.intake.ManifestReader;
import io.stampede.agent.receive.ChunkLedger;
import io.stampede.agent.receive.ChunkSource;
import io.stampede.agent.receive.ModelReceiver;
import io.stampede.agent.receive.ModelShelf;
import io.stampede.agent.receive.PhiCheck;
import io.stampede.agent.report.Backoff;
import io.stampede.agent.report.DeviceSender;
import io.stampede.agent.report.OutboxPump;
import io.stampede.agent.report.ReportOutbox;
import io.stampede.agent.report.ReportWriter;
import io.stampede.agent.serve.ServingEndpoint;
import io.stampede.agent.store.AgentDatabase;
import io.stampede.agent.store.DataDirectory;
import io.stampede.agent.store.Facts;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.proto.Limits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole daemon on one page: what it is made of, how it starts, how it stops. */
@ApplicationScoped
public class Daemon {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    /** A subnetwork that the agent served so long in one go is not taken back. */
    private static final Duration HEALTHY = Duration.ofMinutes(10);

    /** Before a manifest that the disk had no room for is handed in again. */
    private static final Duration INTAKE_PAUSE = Duration.ofSeconds(10);

    private final AgentDatabase database;
    private final FileEgressLedger egress;
    private final BrokerGate gate;
    private final ManifestLedger ledger;
    private final PatientIntake intake;
    private final AgentThread thread;
    private final Supervision supervision;
    private final Optional<ServingEndpoint> serving;

    /** Puts the parts together; nothing runs before the start event. */
    Daemon(
            AgentConfig config,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @Channel("device") @OnOverflow(OnOverflow.Strategy.BUFFER) Emitter<byte[]> emitter) {
        AgentSettings settings = AgentSettings.from(config);
        DataDirectory directory = DataDirectory.create(settings.dataDirectory());
        ReportWriter.Device device =
                new ReportWriter.Device(
                        DeviceIdentity.of(directory, config.deviceId()),
                        AgentVersion.read(),
                        settings.adaptation().budget());
        Clocks clocks = Clocks.ofThisMachine();
        supervision = Supervision.of(System.getenv(), clocks.steady());
        HoldPoint hold =
                new HoldPoint(settings.holdAt(), directory.root().resolve(HoldPoint.MARKER));
        database = AgentDatabase.open(directory.database());
        ReportOutbox outbox = new ReportOutbox(database, settings.outboxCapacity());
        ReportWriter reports = new ReportWriter(device, clocks.wall());
        ledger = new ManifestLedger(database, reader(settings));
        intake =
                new PatientIntake(
                        new ManifestIntake(ledger, outbox, reports)::accept, INTAKE_PAUSE);
        gate = new BrokerGate(kafka);
        egress = FileEgressLedger.open(directory.egress(), LedgerBounds.DEFAULT, clocks.wall());
        DeviceSender sender = new KafkaSender(emitter, settings.topics(), egress);
        Reporting reporting =
                new Reporting(
                        database,
                        outbox,
                        reports,
                        new OutboxPump(outbox, sender, backoff(settings, clocks), hold),
                        new StatusBoard(
                                device,
                                directory.stateFile(),
                                sender,
                                clocks,
                                backoff(settings, clocks)),
                        hold);
        AdaptCommandLine command =
                new AdaptCommandLine(
                        settings.data(),
                        settings.dataSize(),
                        settings.adaptation(),
                        settings.export(),
                        hold);
        ModelShelf shelf = new ModelShelf(directory.models());
        AgentParts parts =
                new AgentParts(
                        ledger,
                        shelf,
                        new ModelReceiver(
                                directory.incoming(),
                                new ModelReceiver.Parts(
                                        shelf,
                                        new ChunkLedger(database),
                                        chunkSource(kafka, device.id(), gate),
                                        new PhiCheck()),
                                hold),
                        new ChildProcessRunner(
                                AgentProgram.command(settings.childJvmOptions()), command),
                        new Slots(directory.slots(), hold),
                        reporting,
                        precautions(settings, command, directory, clocks));
        Agent agent = new Agent(parts, backoff(settings, clocks));
        thread = new AgentThread(agent, supervision, Daemon::stopBecauseOf);
        serving =
                settings.serving()
                        .map(where -> new ServingEndpoint(where, new SlotWatch(directory.slots())));
        LOG.atInfo().addKeyValue("deviceId", device.id()).log("Agent ready");
    }

    /** Where the transport hands in manifests. */
    public PatientIntake intake() {
        return intake;
    }

    /** Whether any manifest was ever taken in. */
    boolean knowsAnyModel() {
        return ledger.knowsAny();
    }

    void start(@Observes StartupEvent event) {
        serving.ifPresent(ServingEndpoint::start); // first, as it may refuse
        thread.start();
        gate.watch(Daemon::stopBecauseOf);
        supervision.ready();
    }

    void stop(@Observes ShutdownEvent event) {
        supervision.stopping();
        serving.ifPresent(ServingEndpoint::close);
        intake.close();
        gate.close();
        thread.close();
        database.close();
        egress.close();
    }

    /** Ends the process with the status of an error that the daemon cannot live with. */
    static void stopBecauseOf(Throwable error) {
        ErrorCode code =
                error instanceof StampedeException known ? known.code() : ErrorCode.INTERNAL;
        LOG.atError().addKeyValue("code", code).setCause(error).log("The agent stops");
        Quarkus.asyncExit(code.exitCode());
    }

    private static ManifestReader reader(AgentSettings settings) {
        return new ManifestReader(
                new ManifestLimits(
                        settings.maxModelBytes(),
                        Limits.MAX_CHUNK_BYTES,
                        settings.topics().chunk()));
    }

    private Precautions precautions(
            AgentSettings settings,
            AdaptCommandLine command,
            DataDirectory directory,
            Clocks clocks) {
        CareSettings care = settings.care();
        Facts facts = new Facts(database);
        return new Precautions(
                new ValidationGate(new SubnetworkCheck(command.budget()), care.accuracyMargin()),
                new Trial(facts, clocks, HEALTHY),
                new ChangeWatch(
                        facts,
                        command.settings(),
                        () -> DataSignature.of(settings.data()),
                        clocks.steady(),
                        care.dataCheckInterval()),
                new Conditions(
                        new Conditions.Limits(
                                care.minFreeMemoryMib(),
                                care.minFreeDiskMib(),
                                care.requireMains()),
                        new ThisMachine(Path.of("/"), directory.root()),
                        clocks.steady()),
                clocks);
    }

    private static Backoff backoff(AgentSettings settings, Clocks clocks) {
        return new Backoff(
                clocks.steady(), RandomGenerator.of("L64X128MixRandom"), settings.maxBackoff());
    }

    private static ChunkSource chunkSource(
            Map<String, Object> kafka, String deviceId, BrokerGate gate) {
        Map<String, Object> settings = KafkaPreset.chunkConsumer(kafka, deviceId);
        return new KafkaChunkSource(
                () -> {
                    gate.pass();
                    return new KafkaConsumer<>(
                            settings, new StringDeserializer(), new ByteArrayDeserializer());
                });
    }
}
