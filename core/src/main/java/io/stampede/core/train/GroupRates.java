package io.stampede.core.train;

/**
 * A learning rate for each of the three groups of phi (Appendix C).
 *
 * @param w of the network
 * @param pi of the gates
 * @param theta of the set encoder
 */
public record GroupRates(double w, double pi, double theta) {
    /** The rate of the group that a parameter's name belongs to. */
    public double of(String name) {
        if (name.startsWith("pi.")) {
            return pi;
        }
        return name.startsWith("theta.") ? theta : w;
    }

    /** All rates times a factor. */
    public GroupRates times(double factor) {
        return new GroupRates(w * factor, pi * factor, theta * factor);
    }
}
