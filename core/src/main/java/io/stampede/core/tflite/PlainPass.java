package io.stampede.core.tflite;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Computes a folded network in plain Java, one picture at a time: slower than any engine, the same
 * to the bit on every machine, and with every value in between to look at.
 *
 * <p>Not thread-safe.
 */
final class PlainPass {
    private final FoldedNetwork network;
    private final Map<Weights, float[]> kernels = new HashMap<>();

    PlainPass(FoldedNetwork network) {
        this.network = network;
    }

    /**
     * Computes every value.
     *
     * @param picture {@code [32, 32, 3]}, normalised
     * @return each activation's values by its name, the picture's included
     */
    Map<String, float[]> run(float[] picture) {
        Run run = new Run();
        run.values.put(network.input().name(), picture);
        network.steps().forEach(step -> step.accept(run));
        return run.values;
    }

    /** {@code [out, taps x in]} to {@code [taps x in, out]}, so that the inner loop runs on. */
    private float[] transposed(Weights weights) {
        return kernels.computeIfAbsent(
                weights,
                key -> {
                    int rows = key.rows();
                    int length = key.rowLength();
                    float[] result = new float[key.kernel().length];
                    for (int row = 0; row < rows; row++) {
                        for (int i = 0; i < length; i++) {
                            result[i * rows + row] = key.kernel()[row * length + i];
                        }
                    }
                    return result;
                });
    }

    private final class Run implements Step.Visitor {
        private final Map<String, float[]> values = new LinkedHashMap<>();

        @Override
        public void convolve(Step.Convolve step) {
            int channels = step.output().channels();
            int size = step.output().size();
            float[] output = new float[step.output().values()];
            float[] sums = new float[channels];
            for (int pixel = 0; pixel < size * size; pixel++) {
                System.arraycopy(step.weights().bias(), 0, sums, 0, channels);
                addTaps(step, pixel / size, pixel % size, sums);
                for (int channel = 0; channel < channels; channel++) {
                    float sum = sums[channel];
                    output[pixel * channels + channel] = step.relu() ? Math.max(0, sum) : sum;
                }
            }
            values.put(step.output().name(), output);
        }

        private void addTaps(Step.Convolve step, int y, int x, float[] sums) {
            Activation in = step.input();
            float[] input = values.get(in.name());
            float[] kernel = transposed(step.weights());
            for (int tapY = 0; tapY < step.kernel(); tapY++) {
                for (int tapX = 0; tapX < step.kernel(); tapX++) {
                    int sourceY = y * step.stride() + tapY - step.padding();
                    int sourceX = x * step.stride() + tapX - step.padding();
                    if (sourceY < 0
                            || sourceX < 0
                            || sourceY >= in.size()
                            || sourceX >= in.size()) {
                        continue;
                    }
                    int from = (sourceY * in.size() + sourceX) * in.channels();
                    int row = (tapY * step.kernel() + tapX) * in.channels();
                    for (int channel = 0; channel < in.channels(); channel++) {
                        accumulate(input[from + channel], kernel, row + channel, sums);
                    }
                }
            }
        }

        private void accumulate(float value, float[] kernel, int row, float[] sums) {
            int offset = row * sums.length;
            for (int i = 0; i < sums.length; i++) {
                sums[i] += value * kernel[offset + i];
            }
        }

        @Override
        public void add(Step.Add step) {
            float[] left = values.get(step.left().name());
            float[] right = values.get(step.right().name());
            float[] sum = new float[left.length];
            for (int i = 0; i < sum.length; i++) {
                sum[i] = Math.max(0, left[i] + right[i]);
            }
            values.put(step.output().name(), sum);
        }

        @Override
        public void pool(Step.Pool step) {
            float[] input = values.get(step.input().name());
            int channels = step.input().channels();
            int size = step.output().size();
            float[] output = new float[step.output().values()];
            for (int i = 0; i < output.length; i++) {
                int y = i / channels / size * step.kernel();
                int x = i / channels % size * step.kernel();
                float largest = Float.NEGATIVE_INFINITY;
                for (int tap = 0; tap < step.kernel() * step.kernel(); tap++) {
                    int row = y + tap / step.kernel();
                    int column = x + tap % step.kernel();
                    int pixel = row * step.input().size() + column;
                    largest = Math.max(largest, input[pixel * channels + i % channels]);
                }
                output[i] = largest;
            }
            values.put(step.output().name(), output);
        }

        @Override
        public void average(Step.Average step) {
            float[] input = values.get(step.input().name());
            int channels = step.input().channels();
            int pixels = input.length / channels;
            float[] output = new float[channels];
            for (int i = 0; i < input.length; i++) {
                output[i % channels] += input[i] / pixels;
            }
            values.put(step.output().name(), output);
        }

        @Override
        public void classify(Step.Classify step) {
            float[] input = values.get(step.input().name());
            float[] logits = step.weights().bias().clone();
            float[] kernel = transposed(step.weights());
            for (int i = 0; i < input.length; i++) {
                accumulate(input[i], kernel, i, logits);
            }
            values.put(step.output().name(), logits);
        }
    }
}
