package io.stampede.core.network;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One step of the forward pass; closed, so that whoever handles layers handles all of them.
 *
 * <p>Dispatch goes through {@link #accept}, since pattern switches need a newer Java.
 */
public sealed interface Layer {

    /** Handles one kind of layer each. */
    interface Visitor<R> {
        /** Handles a gated convolution. */
        R gatedConvolution(GatedConvolution layer);

        /** Handles a max pooling. */
        R maxPooling(MaxPooling layer);

        /** Handles a residual block. */
        R residualBlock(ResidualBlock layer);

        /** Handles the global average pooling. */
        R averagePooling(AveragePooling layer);

        /** Handles the classifier. */
        R classifier(Classifier layer);
    }

    /** Calls the visitor's method for this kind of layer. */
    <R> R accept(Visitor<R> visitor);

    /** The convolutions of this layer in the order in which their weights stand in a file. */
    default List<Convolution> convolutions() {
        return List.of();
    }

    /** {@code y = m * relu(bn(conv(x)))}, the gate m after batch norm and ReLU (section 3.5). */
    record GatedConvolution(Convolution convolution) implements Layer {
        /** Checks the component. */
        public GatedConvolution {
            requireNonNull(convolution, "convolution is null");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.gatedConvolution(this);
        }

        @Override
        public List<Convolution> convolutions() {
            return List.of(convolution);
        }
    }

    /** Max pooling without overlap. */
    record MaxPooling(int kernel) implements Layer {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.maxPooling(this);
        }
    }

    /**
     * A basic block whose shortcut is always a 1x1 convolution (algorithms.md 6.2).
     *
     * <p>{@code mid = m_mid * relu(bn1(conv1(x)))}, {@code y = m_out * relu(bn2(conv2(mid)) +
     * bns(shortcut(x)))}.
     */
    record ResidualBlock(Convolution first, Convolution second, Convolution shortcut)
            implements Layer {
        /** Checks that the two branches meet in one group. */
        public ResidualBlock {
            if (!second.output().equals(shortcut.output())
                    || !first.output().equals(second.input())
                    || !first.input().equals(shortcut.input())) {
                throw new IllegalArgumentException(
                        "expected first -> second and shortcut between the same groups, found "
                                + List.of(first, second, shortcut));
            }
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.residualBlock(this);
        }

        @Override
        public List<Convolution> convolutions() {
            return List.of(first, second, shortcut);
        }
    }

    /** Average over all {@code size x size} pixels: {@code [b, c, size, size] -> [b, c]}. */
    record AveragePooling(int size) implements Layer {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.averagePooling(this);
        }
    }

    /** The fully connected layer {@code [b, c] -> [b, classes]}, with bias, never gated. */
    record Classifier(String name, String input) implements Layer {
        /** Checks the components. */
        public Classifier {
            requireNonNull(name, "name is null");
            requireNonNull(input, "input is null");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.classifier(this);
        }

        /** Name of the weight, shape {@code [classes, in]}. */
        public String weight() {
            return name + ".weight";
        }

        /** Name of the bias, shape {@code [classes]}. */
        public String bias() {
            return name + ".bias";
        }
    }
}
