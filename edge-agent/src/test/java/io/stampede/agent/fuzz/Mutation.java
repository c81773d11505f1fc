package io.stampede.agent.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes bytes that are nearly right, or not right at all. */
final class Mutation {
    private static final byte[] EXTREMES = {0, 1, 0x7F, (byte) 0x80, (byte) 0xFF, 0x0A, 0x20};
    private static final byte[] SYNTAX =
            "{}[]\",:\\0123456789-+.eE/#=$*'ntfu \n".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_NOISE = 600;

    private final SplittableRandom random;

    Mutation(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Noise one time in eight, else a seed with one to six changes. */
    byte[] of(List<byte[]> seeds) {
        if (seeds.isEmpty() || random.nextInt(8) == 0) {
            return noise(random.nextInt(LONGEST_NOISE));
        }
        byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
        for (int i = random.nextInt(6); i >= 0; i--) {
            bytes = change(bytes, seeds);
        }
        return bytes;
    }

    private byte[] change(byte[] bytes, List<byte[]> seeds) {
        if (bytes.length == 0) {
            return noise(8);
        }
        int at = position(bytes.length);
        switch (random.nextInt(9)) {
            case 0:
                return Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1:
                return join(bytes, noise(random.nextInt(40)));
            case 2:
                bytes[at] = EXTREMES[random.nextInt(EXTREMES.length)];
                return bytes;
            case 3:
                bytes[at] = SYNTAX[random.nextInt(SYNTAX.length)];
                return bytes;
            case 4:
                return cut(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(16)));
            case 5:
                byte[] other = seeds.get(random.nextInt(seeds.size()));
                int from = other.length == 0 ? 0 : random.nextInt(other.length);
                return join(
                        Arrays.copyOf(bytes, at), Arrays.copyOfRange(other, from, other.length));
            case 6:
                int end = Math.min(bytes.length, at + 1 + random.nextInt(64));
                return join(Arrays.copyOf(bytes, end), Arrays.copyOfRange(bytes, at, bytes.length));
            default:
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                return bytes;
        }
    }

    /** Mostly near the beginning, where headers are. */
    private int position(int length) {
        int reach = random.nextInt(3) == 0 ? length : Math.min(length, 512);
        return random.nextInt(reach);
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] cut(byte[] bytes, int from, int to) {
        return join(Arrays.copyOf(bytes, from), Arrays.copyOfRange(bytes, to, bytes.length));
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] joined = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, joined, one.length, other.length);
        return joined;
    }
}
