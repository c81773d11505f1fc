package io.stampede.core.network;

import static java.util.Objects.requireNonNull;

/**
 * One convolution without bias and the batch norm behind it.
 *
 * @param weightName prefix of the convolution's parameter, for example {@code W.conv1}
 * @param normName prefix of the batch norm's parameters, for example {@code W.bn1}
 * @param input channel group read, {@link NetworkSpec#IMAGE} for the picture itself
 * @param output channel group written; its gate decides which filters stay
 * @param kernel side of the square kernel, 1 or 3; padding is {@code kernel / 2}
 * @param stride 1 or 2
 * @param outputSize height and width of the output in pixels
 */
public record Convolution(
        String weightName,
        String normName,
        String input,
        String output,
        int kernel,
        int stride,
        int outputSize) {

    /** Checks every component. */
    public Convolution {
        requireNonNull(weightName, "weightName is null");
        requireNonNull(normName, "normName is null");
        requireNonNull(input, "input is null");
        requireNonNull(output, "output is null");
        if (kernel % 2 == 0 || kernel < 1 || stride < 1 || outputSize < 1) {
            throw new IllegalArgumentException(
                    "%s: kernel %d must be odd, stride %d and output size %d positive"
                            .formatted(weightName, kernel, stride, outputSize));
        }
    }

    /** Pixels that the kernel reads beyond each border. */
    public int padding() {
        return kernel / 2;
    }

    /** Name of the weight, shape {@code [out, in, kernel, kernel]}. */
    public String weight() {
        return weightName + ".weight";
    }

    /** Name of one of the batch norm's parameters, each of shape {@code [out]}. */
    public String norm(String part) {
        return normName + "." + part;
    }

    /** Multiply-adds that one pair of an input and an output channel costs per image. */
    public long multiplyAddsPerPair() {
        return (long) kernel * kernel * outputSize * outputSize;
    }
}
