package io.stampede.agent.daemon;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Asks the files of a Linux kernel; elsewhere they are missing and nothing is told. */
final class ThisMachine implements Machine {
    private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");

    private final Path root;
    private final Path dataDirectory;

    /**
     * Looks at a machine.
     *
     * @param root of its file system
     */
    ThisMachine(Path root, Path dataDirectory) {
        this.root = requireNonNull(root, "root is null");
        this.dataDirectory = requireNonNull(dataDirectory, "data directory is null");
    }

    @Override
    public OptionalLong availableMemoryBytes() {
        Matcher available = AVAILABLE.matcher(text(root.resolve("proc/meminfo")));
        return available.find()
                ? OptionalLong.of(Long.parseLong(available.group(1)) * 1024)
                : OptionalLong.empty();
    }

    @Override
    public OptionalLong usableDiskBytes() {
        try {
            return OptionalLong.of(Files.getFileStore(dataDirectory).getUsableSpace());
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public Optional<Boolean> isOnMains() {
        boolean discharging = false;
        for (Path supply : supplies()) {
            String type = text(supply.resolve("type"));
            if (type.equals("Battery")) {
                discharging |= text(supply.resolve("status")).equals("Discharging");
            } else if (text(supply.resolve("online")).equals("1")) {
                return Optional.of(true);
            }
        }
        return discharging ? Optional.of(false) : Optional.empty();
    }

    private List<Path> supplies() {
        List<Path> supplies = new ArrayList<>();
        try (Stream<Path> list = Files.list(root.resolve("sys/class/power_supply"))) {
            list.forEach(supplies::add);
        } catch (IOException e) {
            supplies.clear();
        }
        return supplies;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
