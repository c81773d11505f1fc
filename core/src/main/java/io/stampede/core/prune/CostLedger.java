package io.stampede.core.prune;

import io.stampede.core.network.Convolution;
import io.stampede.core.network.Cost;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the exact cost of a network while channels come and go one by one; each change looks at the
 * convolutions of one group only.
 */
final class CostLedger {
    /** One convolution between two groups; a group of -1 is the picture. */
    private record Link(int input, int output, long weights, long multiplyAdds) {}

    private final CostModel costs;
    private final int[] counts;
    private final List<List<Link>> links = new ArrayList<>();

    /** Per channel of a group: affine parameters of batch norms, classifier, activations. */
    private final long[] ownParameters;

    private final long[] ownMultiplyAdds;
    private final long[] ownActivations;
    private long parameters;
    private long multiplyAdds;
    private long activations;

    /** Starts at the cost of a network as it is. */
    CostLedger(NetworkSpec network, CostModel costs) {
        this.costs = costs;
        List<String> groups = List.copyOf(network.channels().keySet());
        int size = groups.size();
        this.counts = new int[size];
        this.ownParameters = new long[size];
        this.ownMultiplyAdds = new long[size];
        this.ownActivations = new long[size];
        groups.forEach(group -> links.add(new ArrayList<>()));
        for (Convolution convolution : network.convolutions()) {
            add(convolution, groups);
        }
        int last = groups.indexOf(network.classifier().input());
        ownParameters[last] += network.classes();
        ownMultiplyAdds[last] += network.classes();
        parameters = network.classes();
        for (int group = 0; group < size; group++) {
            change(group, network.channels(groups.get(group)));
        }
    }

    private void add(Convolution convolution, List<String> groups) {
        int output = groups.indexOf(convolution.output());
        Link link =
                new Link(
                        groups.indexOf(convolution.input()),
                        output,
                        (long) convolution.kernel() * convolution.kernel(),
                        convolution.multiplyAddsPerPair());
        links.get(output).add(link);
        if (link.input() >= 0) {
            links.get(link.input()).add(link);
        }
        ownParameters[output] += 2;
        ownActivations[output] += (long) convolution.outputSize() * convolution.outputSize();
    }

    /** Adds channels to a group, or takes them away where {@code delta} is negative. */
    void change(int group, int delta) {
        for (Link link : links.get(group)) {
            long neighbours = channels(link.output() == group ? link.input() : link.output());
            parameters += delta * link.weights() * neighbours;
            multiplyAdds += delta * link.multiplyAdds() * neighbours;
        }
        parameters += delta * ownParameters[group];
        multiplyAdds += delta * ownMultiplyAdds[group];
        activations += delta * ownActivations[group];
        counts[group] += delta;
    }

    /** Channels of a group as they stand. */
    int channels(int group) {
        return group < 0 ? NetworkSpec.IMAGE_CHANNELS : counts[group];
    }

    /** The cost as it stands, equal to what the cost model counts. */
    Cost cost() {
        return new Cost(parameters, multiplyAdds, costs.trainingBytes(parameters, activations));
    }
}
