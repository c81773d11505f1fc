package io.stampede.bench.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.bench.method.Scale;
import io.stampede.bench.method.TaskFixture;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.model.MetaModelFile;
import io.stampede.core.model.MetaModelHeader;
import io.stampede.core.model.ShippedModel;
import io.stampede.core.network.Architecture;
import io.stampede.core.train.PretrainedWeights;
import io.stampede.core.train.RunControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceNetworkTest {
    @TempDir private Path directory;

    @Test
    void is_trained_where_none_is_at_hand_and_found_beside_phi_from_then_on() throws IOException {
        // Given
        Path phi = phi(Architecture.VGG10, "phi");
        ReferenceNetwork network = network(phi);
        Path trained = directory.resolve("trained");
        assertTrue(network.find(Optional.empty()).isEmpty());

        // When
        Path file = train(network, trained);
        Path again = train(network, trained);

        // Then
        assertEquals(file, again);
        try (Stream<Path> left = Files.list(trained)) {
            assertEquals(2, left.count());
        }
        Files.copy(trained.resolve(PretrainedWeights.FILE), beside(phi, PretrainedWeights.FILE));
        assertEquals(
                Optional.of(beside(phi, PretrainedWeights.FILE)), network.find(Optional.empty()));
        Files.copy(file, beside(phi, ShippedModel.PRETRAINED));
        assertEquals(
                Optional.of(beside(phi, ShippedModel.PRETRAINED)), network.find(Optional.empty()));
        assertEquals(
                network.read(beside(phi, PretrainedWeights.FILE)).keySet(),
                network.read(beside(phi, ShippedModel.PRETRAINED)).keySet());
    }

    @Test
    void one_of_another_network_is_refused() throws IOException {
        // Given
        ReferenceNetwork other = network(phi(Architecture.VGG10, "other"));
        Path file = train(other, directory.resolve("trained"));
        ReferenceNetwork network = network(phi(Architecture.VGG19, "phi"));

        // When
        StampedeException error =
                assertThrows(StampedeException.class, () -> network.find(Optional.of(file)));

        // Then
        assertEquals(ErrorCode.INVALID_ARGUMENT, error.code());
        assertTrue(error.getMessage().contains("of vgg19 at width 0.0625"), error.getMessage());
    }

    private Path phi(Architecture architecture, String name) throws IOException {
        Path folder = Files.createDirectory(directory.resolve(name));
        return TaskFixture.create(architecture, folder).reference().phi();
    }

    private static Path beside(Path phi, String name) {
        return phi.toAbsolutePath().resolveSibling(name);
    }

    private static ReferenceNetwork network(Path phi) {
        try (MetaModelFile file = MetaModelFile.open(phi)) {
            MetaModelHeader header = file.header();
            return new ReferenceNetwork(phi, header);
        }
    }

    private static Path train(ReferenceNetwork network, Path directory) {
        return network.train(TaskFixture.reference(), Scale.SMOKE, directory, RunControl.NONE);
    }
}
