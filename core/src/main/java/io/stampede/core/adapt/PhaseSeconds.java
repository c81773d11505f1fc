package io.stampede.core.adapt;

/**
 * Wall-clock seconds of each stage of an adaptation.
 *
 * @param encode private set to representation
 * @param score representation to expected masks
 * @param gather expected masks to sliced subnetwork
 * @param prune K pruning steps
 * @param finetune fine-tuning
 * @param total everything, reading the model and evaluating included
 */
public record PhaseSeconds(
        double encode, double score, double gather, double prune, double finetune, double total) {
    /** The paper's search time: everything before fine-tuning. */
    public double search() {
        return encode + score + gather + prune;
    }
}
