package io.stampede.agent.daemon;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.machine.AvailableMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Asks the files of a Linux kernel; elsewhere they are missing and nothing is told. */
final class ThisMachine implements Machine {
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
        return new AvailableMemory(root).bytes();
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
