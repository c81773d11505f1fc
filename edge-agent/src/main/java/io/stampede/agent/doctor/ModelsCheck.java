package io.stampede.agent.doctor;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.adapt.Slots;
import io.stampede.agent.intake.Sha256;
import io.stampede.agent.store.DataDirectory;
import io.stampede.core.StampedeException;
import io.stampede.core.model.SubnetworkFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Does what serves open, and are the models on the shelf those that were announced? */
public final class ModelsCheck implements Check {
    private static final String NAME = "models";

    private final DataDirectory directory;
    private final List<SeenManifest> announced;

    /** Creates a check. */
    public ModelsCheck(DataDirectory directory, List<SeenManifest> announced) {
        this.directory = requireNonNull(directory, "directory is null");
        this.announced = List.copyOf(announced);
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        findings.add(serving());
        for (SeenManifest manifest : announced) {
            Path file =
                    directory
                            .models()
                            .resolve(manifest.name())
                            .resolve(Long.toString(manifest.version()))
                            .resolve("phi.safetensors");
            if (Files.isRegularFile(file)) {
                findings.add(onShelf(manifest, file));
            }
        }
        return findings;
    }

    private Finding serving() {
        try {
            Optional<Slots.Slot> slot = new Slots(directory.slots()).current();
            if (slot.isEmpty()) {
                return Finding.fine(NAME, "nothing serves yet");
            }
            Optional<String> damage = new Slots(directory.slots()).damage();
            if (damage.isPresent()) {
                return Finding.problem(
                        NAME,
                        damage.get() + " since it went live",
                        "start the agent anew, it makes it again; then mistrust the disk");
            }
            try (SubnetworkFile file = SubnetworkFile.open(slot.get().subnetwork())) {
                boolean same = file.header().parentSha256().equals(slot.get().model().sha256());
                return same
                        ? Finding.fine(NAME, slot.get().model().label() + " serves and opens")
                        : broken("the subnetwork that serves was made from another model");
            }
        } catch (StampedeException e) {
            return broken("what serves does not open: " + e.getMessage());
        }
    }

    private static Finding onShelf(SeenManifest manifest, Path file) {
        String label = manifest.name() + " v" + manifest.version();
        try {
            return Sha256.hex(file).equals(manifest.sha256())
                    ? Finding.fine(NAME, label + " is on the shelf and whole")
                    : Finding.warning(
                            NAME,
                            label + " on the shelf is not the file that was announced",
                            "stop the agent and delete %s; it is fetched again".formatted(file));
        } catch (IOException e) {
            return Finding.warning(NAME, label + ": " + e, "check the disk and permissions");
        }
    }

    private static Finding broken(String found) {
        return Finding.problem(
                NAME,
                found,
                "stop the agent, move slots/ away and publish the version again; check the disk");
    }
}
