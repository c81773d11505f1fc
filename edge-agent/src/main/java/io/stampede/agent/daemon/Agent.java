package io.stampede.agent.daemon;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.adapt.AdaptationDocument;
import io.stampede.agent.adapt.AdaptationOrder;
import io.stampede.agent.adapt.AdaptationOutcome;
import io.stampede.agent.adapt.AdaptationOutcome.Adapted;
import io.stampede.agent.adapt.AdaptationOutcome.Failed;
import io.stampede.agent.adapt.AdaptationOutcome.Vanished;
import io.stampede.agent.adapt.AdaptationSummary;
import io.stampede.agent.adapt.Basis;
import io.stampede.agent.adapt.RunningAdaptation;
import io.stampede.agent.adapt.Slots;
import io.stampede.agent.adapt.Standing;
import io.stampede.agent.intake.Manifest;
import io.stampede.agent.report.Backoff;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.nio.file.Path;
import java.time.Duration;
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

    private final AgentParts parts;
    private final Precautions care;
    private final Tries tries;
    private final UnderWay underWay = new UnderWay();
    private final DiskRetry working;
    private final DiskRetry showing;
    private final DiskRetry telling;
    private AgentState state;
    private boolean begun;
    private Optional<Manifest> work = Optional.empty();
    private Optional<Manifest> again = Optional.empty(); // wanted because of changed pictures
    private Optional<Basis> basis = Optional.empty(); // of the adaptation begun last
    private Optional<String> waitingFor = Optional.empty();
    private Optional<String> lastError = Optional.empty();

    /**
     * Creates an agent in the state that the disk tells.
     *
     * @param backoff how to wait after failures that may pass
     */
    public Agent(AgentParts parts, Backoff backoff) {
        this.parts = requireNonNull(parts, "parts is null");
        this.care = parts.precautions();
        this.tries = new Tries(requireNonNull(backoff, "backoff is null"));
        this.working = new DiskRetry("work", care.clocks().steady());
        this.showing = new DiskRetry("show", care.clocks().steady());
        this.telling = new DiskRetry("report", care.clocks().steady());
        this.state = resting();
    }

    /** What the agent does now. */
    public AgentState state() {
        return state;
    }

    /** What the agent does, in one line for people. */
    public String account() {
        return state.account() + waitingFor.map(what -> "; waiting for " + what).orElse("");
    }

    /**
     * Does one step of everything that is due; what the disk has no room for is done later.
     *
     * @return how much was done; 0 means that the caller may rest for a moment
     */
    public int doWork() {
        return working.attempt(this::proceed)
                + showing.attempt(this::show)
                + telling.attempt(parts.reporting()::doWork);
    }

    /** Notes that the agent was asked to end and has nothing to hide. */
    public void endCleanly() {
        new DiskRetry("end", care.clocks().steady()).attempt(care.trial()::endCleanly);
    }

    /** Asks a step under way to come back soon. The only method for other threads. */
    public void hurry() {
        parts.receiver().hurry();
    }

    /** Stops what is under way; what was received and stored stays. */
    @Override
    public void close() {
        underWay.close();
    }

    private int proceed() {
        if (!begun) {
            begin();
        }
        care.trial().doWork();
        return advance();
    }

    private int show() {
        parts.reporting()
                .show(state, underWay.progress(), waitingFor, lastError.or(working::failure));
        return 0;
    }

    private void begin() {
        care.trial().begin(parts.slots());
        Optional<String> damage = SlotRepair.run(parts);
        if (damage.isPresent()) {
            state = resting();
            lastError = damage.map(what -> ErrorCode.STORAGE_DAMAGED + ": " + what);
        }
        try {
            parts.slots().standing().ifPresent(this::catchUp);
        } catch (StampedeException e) {
            if (e.code() == ErrorCode.STORAGE_FAILED) {
                throw e;
            }
            lastError = Optional.of(e.code() + ": " + e.getMessage());
            LOG.atWarn().addKeyValue("error", e.getMessage()).log("A switch was not reported");
        }
        parts.tidy();
        begun = true;
    }

    /** The process may have ended between a switch and its report. */
    private void catchUp(Standing standing) {
        if (parts.reporting().hasReported(standing)) {
            return;
        }
        if (standing.cause() == Standing.Cause.ROLLED_BACK) {
            parts.reporting().rolledBack(parts.ledger(), standing);
        } else {
            parts.slots()
                    .current()
                    .flatMap(slot -> parts.ledger().find(slot.model()))
                    .ifPresent(this::finish);
        }
        state = resting();
    }

    private int advance() {
        Optional<Manifest> wanted = parts.ledger().wanted().or(this::changed);
        if (!wanted.equals(work)) {
            takeUp(wanted);
        }
        if (work.isEmpty() || !tries.isNextDue()) {
            return 0;
        }
        try {
            return step(work.get());
        } catch (StampedeException e) {
            fail(work.get(), new Failed(e.code(), e.getMessage()));
            return 1;
        }
    }

    /** The newest model here, where pictures or settings are no longer those of last time. */
    private Optional<Manifest> changed() {
        if (again.isEmpty()) {
            again =
                    care.changes()
                            .changed(state.serving())
                            .flatMap(last -> parts.newestHere(last.name()));
        }
        return again;
    }

    private void takeUp(Optional<Manifest> wanted) {
        close();
        tries.renew();
        work = wanted;
        basis = Optional.empty();
        waitingFor = Optional.empty();
        state = state.towards(wanted.map(Manifest::model));
        parts.tidy();
    }

    private int step(Manifest manifest) {
        if (underWay.adaptation().isPresent()) {
            return watch(manifest, underWay.adaptation().get());
        }
        if (!isAgain(manifest) && parts.serves(manifest.model())) {
            finish(manifest);
            return 1;
        }
        Optional<Path> file = parts.shelf().find(manifest.model());
        return file.isEmpty() ? receive(manifest) : adapt(manifest, file.get());
    }

    private int receive(Manifest manifest) {
        if (underWay.reception().isEmpty()) {
            waitingFor =
                    care.conditions()
                            .beforeReceiving(() -> parts.receiver().missingBytes(manifest));
            if (waitingFor.isPresent()) {
                return 0;
            }
            underWay.begin(
                    parts.receiver()
                            .begin(manifest, parts.ledger().versions(manifest.model().name())));
        }
        if (underWay.reception().get().step().isPresent()) {
            underWay.close();
            LOG.atInfo().addKeyValue("model", manifest.model().label()).log("Model received");
        }
        tries.succeeded();
        return 1;
    }

    private int adapt(Manifest manifest, Path file) {
        waitingFor = care.conditions().beforeAdapting();
        if (waitingFor.isPresent()) {
            return 0;
        }
        Basis now = care.changes().basis(manifest.model());
        basis = Optional.of(now);
        Optional<AdaptationSummary> finished =
                parts.slots().workbench().finished(now).flatMap(AdaptationDocument::tryToRead);
        Path directory = parts.slots().workbench().prepare(now);
        state = state.toReceiving(manifest.model()).toAdapting();
        if (finished.isPresent()) {
            judge(manifest, finished.get());
            return 1;
        }
        AdaptationOrder order =
                new AdaptationOrder(
                        manifest.model(),
                        file,
                        directory,
                        care.gate().incumbent(parts.slots().current()),
                        isAgain(manifest) ? care.changes().unlessData(now) : Optional.empty());
        underWay.begin(parts.runner().start(order));
        LOG.atInfo().addKeyValue("model", manifest.model().label()).log("Adaptation started");
        return 1;
    }

    private int watch(Manifest manifest, RunningAdaptation running) {
        Optional<AdaptationOutcome> outcome = running.poll();
        if (outcome.isEmpty()) {
            return 0;
        }
        underWay.close();
        if (outcome.get() instanceof Failed failed) {
            fail(manifest, failed);
        } else if (outcome.get() instanceof Vanished gone) {
            vanish(manifest, gone);
        } else if (outcome.get() instanceof Adapted adapted) {
            judge(manifest, adapted.summary());
        } else {
            care.changes().conclude(basis.orElseThrow(), Optional.empty());
            rest();
        }
        return 1;
    }

    private void judge(Manifest manifest, AdaptationSummary summary) {
        Path directory = parts.slots().workbench().directory();
        Optional<String> kept = care.gate().judge(directory, manifest.model(), summary);
        if (kept.isEmpty()) {
            care.trial().watch(parts.slots().activate(manifest.model(), care.now()));
            finish(manifest);
            return;
        }
        parts.reporting()
                .kept(
                        parts.ledger(),
                        manifest,
                        summary,
                        () -> conclude(summary.details().dataSha256()));
        parts.slots().explain(kept.get());
        LOG.atInfo()
                .addKeyValue("model", manifest.model().label())
                .addKeyValue("why", kept.get())
                .log("What serves is kept");
        rest();
    }

    private boolean isAgain(Manifest manifest) {
        return again.equals(Optional.of(manifest)) && parts.ledger().wanted().isEmpty();
    }

    private void finish(Manifest manifest) {
        AdaptationSummary summary = AdaptationDocument.read(parts.slots().document());
        basis = parts.slots().basis().or(() -> Optional.of(care.changes().basis(manifest.model())));
        parts.reporting()
                .adapted(
                        parts.ledger(),
                        manifest,
                        summary,
                        parts.slots().standing().orElseThrow(),
                        () -> conclude(summary.details().dataSha256()));
        state = new AgentState.Serving(manifest.model());
        rest();
        LOG.atInfo()
                .addKeyValue("model", manifest.model().label())
                .addKeyValue("parameters", summary.parameters())
                .log("A new subnetwork serves");
    }

    private void fail(Manifest manifest, Failed failed) {
        lastError = Optional.of(failed.code() + ": " + failed.message());
        close();
        if (PASSING.contains(failed.code())) {
            tryAgain(manifest, tries.afterPassingFailure());
        } else {
            giveUp(manifest, failed);
        }
    }

    /** Another try may do, but not for ever: each costs the device an adaptation. */
    private void vanish(Manifest manifest, Vanished gone) {
        lastError = Optional.of(ErrorCode.ENGINE_FAILED + ": " + gone.message());
        tries.afterVanishing()
                .ifPresentOrElse(
                        wait -> tryAgain(manifest, wait),
                        () ->
                                giveUp(
                                        manifest,
                                        new Failed(ErrorCode.ENGINE_FAILED, gone.message())));
    }

    private void tryAgain(Manifest manifest, Duration wait) {
        LOG.atWarn()
                .addKeyValue("model", manifest.model().label())
                .addKeyValue("error", lastError.orElse(""))
                .addKeyValue("waiting", wait)
                .log("A step failed and is tried again");
    }

    private void giveUp(Manifest manifest, Failed failed) {
        parts.reporting()
                .failed(parts.ledger(), manifest.model(), failed, () -> conclude(Optional.empty()));
        Optional<String> error = lastError;
        rest();
        lastError = error;
        LOG.atWarn()
                .addKeyValue("model", manifest.model().label())
                .addKeyValue("error", error.orElse(""))
                .log("The model was given up");
    }

    /** The same pictures and settings are not tried with this model again. */
    private void conclude(Optional<String> dataSha256) {
        basis.ifPresent(made -> care.changes().conclude(made, dataSha256));
    }

    /** The work has come to a conclusion that is on disk. */
    private void rest() {
        parts.slots().workbench().clear();
        parts.tidy();
        work = Optional.empty();
        again = Optional.empty();
        basis = Optional.empty();
        lastError = Optional.empty();
        waitingFor = Optional.empty();
        state = resting();
    }

    private AgentState resting() {
        return AgentState.resting(parts.slots().current().map(Slots.Slot::model));
    }
}
