package io.stampede.bench.experiment;

import io.stampede.core.network.Architecture;
import java.util.List;

/** The tables and figures of the paper that commands make again. */
public enum Experiment {
    /** CIFAR-10 or SVHN with VGG-19. */
    TABLE1("table1", "Table 1", Architecture.VGG19, Lists.TABLE_OF_VGG),
    /** CIFAR-10 with ResNet-18. */
    TABLE2("table2", "Table 2", Architecture.RESNET18, Lists.TABLE_OF_RESNET),
    /** SVHN with ResNet-18. */
    TABLE3("table3", "Table 3", Architecture.RESNET18, Lists.TABLE_OF_RESNET),
    /** Accuracy over what is left, for a sweep of budgets. */
    FIG3(
            "fig3",
            "Figure 3",
            Architecture.VGG19,
            List.of("full_scratch", "snip", "bbdropout", "random", "stamp")),
    /** Accuracy over the number of pictures. */
    FIG4(
            "fig4",
            "Figure 4",
            Architecture.VGG19,
            List.of("full_scratch", "full_pretrained", "snip", "bbdropout", "stamp")),
    /** Which channels different targets keep. */
    FIG5("fig5", "Figure 5", Architecture.VGG19, List.of("stamp")),
    /** BBDropout's weight of the KL term and STAMP's K. */
    FIG6(
            "fig6",
            "Figure 6",
            Architecture.RESNET18,
            List.of("full_scratch", "full_pretrained", "bbdropout", "stamp"));

    private final String id;
    private final String heading;
    private final Architecture architecture;
    private final List<String> methods;

    Experiment(String id, String heading, Architecture architecture, List<String> methods) {
        this.id = id;
        this.heading = heading;
        this.architecture = architecture;
        this.methods = methods;
    }

    /** The name of the command. */
    public String id() {
        return id;
    }

    /** What the paper calls it. */
    public String heading() {
        return heading;
    }

    /** The network of the paper's own. */
    public Architecture architecture() {
        return architecture;
    }

    /** The methods that run unless others are named. */
    public List<String> methods() {
        return methods;
    }

    /** Whether each seed draws its own pictures, so that samples of one target can be compared. */
    public boolean drawsPicturesBySeed() {
        return this == FIG5;
    }

    /** Nested, since constants of an enum cannot name its static fields. */
    private static final class Lists {
        static final List<String> TABLE_OF_VGG =
                List.of(
                        "full_scratch",
                        "full_pretrained",
                        "snip_pretrained",
                        "snip",
                        "random",
                        "metapruning",
                        "bbdropout",
                        "stamp_structure",
                        "stamp");
        static final List<String> TABLE_OF_RESNET =
                List.of(
                        "full_scratch",
                        "full_pretrained",
                        "edge_popup",
                        "snip_pretrained",
                        "snip",
                        "random",
                        "metapruning",
                        "bbdropout",
                        "stamp_structure",
                        "stamp");

        private Lists() {}
    }
}
