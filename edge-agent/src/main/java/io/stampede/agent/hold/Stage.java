package io.stampede.agent.hold;

import java.util.Locale;
import java.util.Optional;

/** The stages of a model's way through the agent, in their order. */
public enum Stage {
    /** Chunks are fetched. */
    RECEIVE(false),
    /** The whole file is checked and goes on the shelf. */
    VERIFY(false),
    /** Turning the private set into its representation. */
    ENCODE(true),
    /** Computing the expected mask of every channel. */
    SCORE(true),
    /** Copying the kept slices. */
    GATHER(true),
    /** K pruning steps. */
    PRUNE(true),
    /** Training the subnetwork. */
    FINE_TUNE(true),
    /** Measuring accuracy on the held-out split. */
    EVALUATE(true),
    /** Writing the subnetwork in the form in which it serves. */
    EXPORT(true),
    /** The new subnetwork goes live. */
    SWITCH(false),
    /** The report is stored, sent and forgotten. */
    REPORT(false);

    private final boolean inChild;

    Stage(boolean inChild) {
        this.inChild = inChild;
    }

    /** Whether the stage runs in the child process {@code adapt}. */
    public boolean isInChild() {
        return inChild;
    }

    /** The name in configuration and marker, which is core's name of the phase in the child. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The stage of a name. */
    public static Optional<Stage> of(String id) {
        for (Stage stage : values()) {
            if (stage.id().equals(id)) {
                return Optional.of(stage);
            }
        }
        return Optional.empty();
    }
}
