package io.stampede.core.network;

import io.stampede.core.network.Layer.AveragePooling;
import io.stampede.core.network.Layer.Classifier;
import io.stampede.core.network.Layer.GatedConvolution;
import io.stampede.core.network.Layer.MaxPooling;
import io.stampede.core.network.Layer.ResidualBlock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds the {@link NetworkSpec} of each {@link Architecture}, for 32x32 RGB pictures. */
public final class Architectures {
    /** Marks a 2x2 max pooling in a VGG's plan. */
    private static final int POOL = 0;

    private static final int[] VGG19 = {
        64, 64, POOL, 128, 128, POOL, 256, 256, 256, 256, POOL, 512, 512, 512, 512, POOL, 512, 512,
        512, 512
    };
    private static final int[] VGG10 = {
        64, 64, POOL, 128, 128, POOL, 256, 256, POOL, 512, 512, POOL, 512, 512
    };
    private static final int[] RESNET18_STAGES = {64, 128, 256, 512};
    private static final int BLOCKS_PER_STAGE = 2;

    private Architectures() {}

    /** Builds the full network of an architecture at a width. */
    public static NetworkSpec of(Architecture architecture, double width, int classes) {
        return switch (architecture) {
            case VGG19 -> vgg(architecture, VGG19, width, classes);
            case VGG10 -> vgg(architecture, VGG10, width, classes);
            case RESNET18 -> resnet18(width, classes);
        };
    }

    /** Channels of a layer at a width: {@code max(1, round half up of channels x width)}. */
    static int scaled(int channels, double width) {
        return Math.max(1, (int) Math.floor(channels * width + 0.5));
    }

    private static NetworkSpec vgg(
            Architecture architecture, int[] plan, double width, int classes) {
        List<Layer> layers = new ArrayList<>();
        Map<String, Integer> channels = new LinkedHashMap<>();
        String input = NetworkSpec.IMAGE;
        int size = NetworkSpec.IMAGE_SIZE;
        for (int step : plan) {
            if (step == POOL) {
                layers.add(new MaxPooling(2));
                size /= 2;
                continue;
            }
            int number = channels.size() + 1;
            String gate = "conv" + number;
            layers.add(
                    new GatedConvolution(
                            new Convolution(
                                    "W." + gate, "W.bn" + number, input, gate, 3, 1, size)));
            channels.put(gate, scaled(step, width));
            input = gate;
        }
        layers.add(new AveragePooling(size));
        layers.add(new Classifier("W.fc", input));
        return new NetworkSpec(architecture, width, classes, layers, channels);
    }

    private static NetworkSpec resnet18(double width, int classes) {
        List<Layer> layers = new ArrayList<>();
        Map<String, Integer> channels = new LinkedHashMap<>();
        int size = NetworkSpec.IMAGE_SIZE;
        layers.add(
                new GatedConvolution(
                        new Convolution(
                                "W.stem.conv",
                                "W.stem.bn",
                                NetworkSpec.IMAGE,
                                "stem",
                                3,
                                1,
                                size)));
        channels.put("stem", scaled(RESNET18_STAGES[0], width));
        String input = "stem";
        for (int stage = 1; stage <= RESNET18_STAGES.length; stage++) {
            int count = scaled(RESNET18_STAGES[stage - 1], width);
            for (int block = 1; block <= BLOCKS_PER_STAGE; block++) {
                int stride = stage > 1 && block == 1 ? 2 : 1;
                size /= stride;
                String name = "stage" + stage + ".block" + block;
                layers.add(residualBlock(name, input, stride, size));
                channels.put(name + ".mid", count);
                channels.put(name + ".out", count);
                input = name + ".out";
            }
        }
        layers.add(new AveragePooling(size));
        layers.add(new Classifier("W.fc", input));
        return new NetworkSpec(Architecture.RESNET18, width, classes, layers, channels);
    }

    private static ResidualBlock residualBlock(String name, String input, int stride, int size) {
        String prefix = "W." + name;
        String mid = name + ".mid";
        String out = name + ".out";
        return new ResidualBlock(
                new Convolution(prefix + ".conv1", prefix + ".bn1", input, mid, 3, stride, size),
                new Convolution(prefix + ".conv2", prefix + ".bn2", mid, out, 3, 1, size),
                new Convolution(
                        prefix + ".shortcut.conv",
                        prefix + ".shortcut.bn",
                        input,
                        out,
                        1,
                        stride,
                        size));
    }
}
