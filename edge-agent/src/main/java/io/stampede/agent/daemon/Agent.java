package io.stampede.agent.daemon;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.adapt.AdaptationDocument;
import io.stampede.agent.adapt.AdaptationOrder;
import io.stampede.agent.adapt.AdaptationOutcome;
import io.stampede.agent.adapt.AdaptationOutcome.Adapted;
import io.stampede.agent.adapt.AdaptationOutcome.Failed;
import io.stampede.agent.adapt.AdaptationOutcome.Vanished;
import io.stampede.agent.adapt.AdaptationSummary;
import io.stampede.agent.adapt.RunningAdaptation;
import io.stampede.agent.adapt.Slots;
import io.stampede.agent.intake.Manifest;
import io.stampede.agent.intake.ModelId;
import io.stampede.agent.receive.Reception;
import io.stampede.agent.report.Backoff;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent itself: takes the wanted model from manifest to serving subnetwork, one small step per
 * call of {@link #doWork()}.
 *
 * <p>Not thread-safe: one thread drives it. Everything that must survive is on disk after each
 * step, so the process may end at any point; a new agent on the same directory goes on.
 */
public final class Agent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    /** Failures that time may cure: the manifest stays wanted. */
    private static final Set<ErrorCode> PASSING =
            EnumSet.of(ErrorCode.TRANSPORT_FAILED, ErrorCode.STORAGE_FAILED, ErrorCode.CANCELLED);

    /** How often the process of an adaptation may vanish before its model is given up. */
    static final int TRIES = 3;

    private final AgentParts parts;
    private final Backoff backoff;
    private AgentState state;
    private Optional<Manifest> work = Optional.empty();
    private Optional<Reception> reception = Optional.empty();
    private Optional<RunningAdaptation> adaptation = Optional.empty();
    private int vanished;
    private Path freeSlot = Path.of("");
    private Optional<String> lastError = Optional.empty();

    /**
     * Creates an agent in the state that the disk tells.
     *
     * @param backoff how to wait after failures that may pass
     */
    public Agent(AgentParts parts, Backoff backoff) {
        this.parts = requireNonNull(parts, "parts is null");
        this.backoff = requireNonNull(backoff, "backoff is null");
        this.state = AgentState.resting(parts.slots().current().map(Slots.Slot::model));
    }

    /** What the agent does now. */
    public AgentState state() {
        return state;
    }

    /**
     * Does one step of everything that is due.
     *
     * @return how much was done; 0 means that the caller may rest for a moment
     */
    public int doWork() {
        int done = advance();
        parts.reporting().show(state, progress(), lastError);
        return done + parts.reporting().doWork();
    }

    /** Stops what is under way; what was received and stored stays. */
    @Override
    public void close() {
        adaptation.ifPresent(RunningAdaptation::close);
        adaptation = Optional.empty();
        reception.ifPresent(Reception::close);
        reception = Optional.empty();
    }

    private int advance() {
        Optional<Manifest> wanted = parts.ledger().wanted();
        if (!wanted.equals(work)) {
            takeUp(wanted);
        }
        if (work.isEmpty() || !backoff.isOver()) {
            return 0;
        }
        try {
            return step(work.get());
        } catch (StampedeException e) {
            fail(work.get(), e.code(), e.getMessage());
            return 1;
        }
    }

    private void takeUp(Optional<Manifest> wanted) {
        close();
        backoff.succeeded();
        vanished = 0;
        work = wanted;
        state =
                wanted.<AgentState>map(manifest -> state.toReceiving(manifest.model()))
                        .orElseGet(() -> AgentState.resting(state.serving()));
    }

    private int step(Manifest manifest) {
        if (adaptation.isPresent()) {
            return watch(manifest, adaptation.get());
        }
        if (servesAlready(manifest.model())) {
            finish(manifest, AdaptationDocument.read(parts.slots().document()));
            return 1;
        }
        Optional<Path> file = parts.shelf().find(manifest.model());
        if (file.isEmpty()) {
            return receive(manifest);
        }
        adapt(manifest, file.get());
        return 1;
    }

    private int receive(Manifest manifest) {
        if (reception.isEmpty()) {
            reception =
                    Optional.of(
                            parts.receiver()
                                    .begin(
                                            manifest,
                                            parts.ledger().versions(manifest.model().name())));
        }
        if (reception.get().step().isPresent()) {
            endReception();
            LOG.atInfo().addKeyValue("model", manifest.model().label()).log("Model received");
        }
        backoff.succeeded();
        return 1;
    }

    private void adapt(Manifest manifest, Path file) {
        freeSlot = parts.slots().prepareFree();
        adaptation =
                Optional.of(
                        parts.runner()
                                .start(new AdaptationOrder(manifest.model(), file, freeSlot)));
        state = state.toReceiving(manifest.model()).toAdapting();
        LOG.atInfo().addKeyValue("model", manifest.model().label()).log("Adaptation started");
    }

    private int watch(Manifest manifest, RunningAdaptation running) {
        Optional<AdaptationOutcome> outcome = running.poll();
        if (outcome.isEmpty()) {
            return 0;
        }
        endAdaptation();
        if (outcome.get() instanceof Failed failed) {
            fail(manifest, failed.code(), failed.message());
        } else if (outcome.get() instanceof Vanished gone) {
            vanish(manifest, gone);
        } else if (outcome.get() instanceof Adapted adapted) {
            parts.slots().activate(freeSlot, manifest.model());
            finish(manifest, adapted.summary());
        }
        return 1;
    }

    /** The process may have ended between the switch and the report. */
    private boolean servesAlready(ModelId model) {
        return parts.slots().current().map(Slots.Slot::model).filter(model::equals).isPresent();
    }

    private void finish(Manifest manifest, AdaptationSummary summary) {
        parts.reporting().adapted(parts.ledger(), manifest, summary);
        parts.ledger().versions(manifest.model().name()).stream()
                .map(Manifest::model)
                .filter(older -> older.version() < manifest.model().version())
                .forEach(parts.shelf()::remove);
        state = new AgentState.Serving(manifest.model());
        work = Optional.empty();
        lastError = Optional.empty();
        LOG.atInfo()
                .addKeyValue("model", manifest.model().label())
                .addKeyValue("parameters", summary.parameters())
                .log("A new subnetwork serves");
    }

    private void fail(Manifest manifest, ErrorCode code, String message) {
        lastError = Optional.of(code + ": " + message);
        endReception();
        endAdaptation();
        if (PASSING.contains(code)) {
            tryAgain(manifest);
        } else {
            giveUp(manifest, code);
        }
    }

    /** Another try may do, but not for ever: each costs the device an adaptation. */
    private void vanish(Manifest manifest, Vanished gone) {
        vanished++;
        lastError = Optional.of(ErrorCode.ENGINE_FAILED + ": " + gone.message());
        if (vanished < TRIES) {
            tryAgain(manifest);
        } else {
            giveUp(manifest, ErrorCode.ENGINE_FAILED);
        }
    }

    private void tryAgain(Manifest manifest) {
        LOG.atWarn()
                .addKeyValue("model", manifest.model().label())
                .addKeyValue("error", lastError.orElse(""))
                .addKeyValue("waiting", backoff.failed())
                .log("A step failed and is tried again");
    }

    private void giveUp(Manifest manifest, ErrorCode code) {
        parts.reporting().failed(parts.ledger(), manifest, code);
        state = AgentState.resting(state.serving());
        work = Optional.empty();
        LOG.atWarn()
                .addKeyValue("model", manifest.model().label())
                .addKeyValue("error", lastError.orElse(""))
                .log("The model was given up");
    }

    private void endReception() {
        reception.ifPresent(Reception::close);
        reception = Optional.empty();
    }

    private void endAdaptation() {
        adaptation.ifPresent(RunningAdaptation::close);
        adaptation = Optional.empty();
    }

    private double progress() {
        return adaptation
                .map(RunningAdaptation::progress)
                .or(() -> reception.map(Reception::progress))
                .orElse(0.0);
    }
}
