package io.stampede.core.data;

import static io.stampede.core.data.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stampede.core.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceSpecTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "cifar10:data/a b",
                "cifar100:/x",
                "svhn:x.mat",
                "idx:C:\\digits",
                "folder:.",
                "procedural:source?seed=7&per-class=100"
            })
    void gives_back_the_text_that_it_was_read_from(String text) {
        // Given
        SourceSpec spec = SourceSpec.parse(text);
        // When
        String again = spec.toString();
        // Then
        assertEquals(text, again);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data/cifar10", "cifar:x", "CIFAR10:x", " cifar10:x", ":x"})
    void refuses_an_unknown_kind_and_lists_all_kinds(String text) {
        assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                () -> SourceSpec.parse(text),
                "cifar10, cifar100, svhn, idx, folder, procedural",
                "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cifar10:", "cifar10: ", "idx:a\0b"})
    void refuses_what_is_no_path(String text) {
        assertRefused(ErrorCode.INVALID_ARGUMENT, () -> SourceSpec.parse(text), "expected a path");
    }

    @Test
    void opening_refuses_what_is_not_there(@TempDir Path directory) throws Exception {
        // Given
        Path file = Files.createFile(directory.resolve("file"));
        // When
        SourceSpec missing = new SourceSpec(SourceKind.CIFAR10, directory + "/missing");
        SourceSpec noFolder = new SourceSpec(SourceKind.FOLDER, file.toString());
        // Then
        assertRefused(
                ErrorCode.DATA_UNREADABLE, () -> ImageSources.open(missing), "missing", "nothing");
        assertRefused(ErrorCode.DATA_UNREADABLE, () -> ImageSources.open(noFolder), "a directory");
    }
}
