package io.stampede.server.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    private static final long SIZE = 1000;

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0,0,0",
        "bytes=0-,0,999",
        "bytes=10-19,10,19",
        "bytes=990-5000,990,999",
        "bytes=-10,990,999",
        "bytes=-5000,0,999"
    })
    void reads_a_single_range(String header, long first, long last) {
        // Then
        assertEquals(Optional.of(new ByteRange(first, last)), ByteRange.parse(header, SIZE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,5-6", "lines=1-2", "bytes=-", "bytes=a-b", ""})
    void ignores_what_is_no_single_range(String header) {
        // Then
        assertEquals(Optional.empty(), ByteRange.parse(header, SIZE));
    }

    @Test
    void ignores_a_missing_header() {
        // Then
        assertEquals(Optional.empty(), ByteRange.parse(null, SIZE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=1000-", "bytes=5-4", "bytes=-0"})
    void refuses_a_range_that_the_file_does_not_have(String header) {
        // Then
        assertThrows(Refusal.class, () -> ByteRange.parse(header, SIZE));
    }
}
