package io.stampede.bench.experiment.paper;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads comma-separated values without quotes, with a header, from a resource. */
final class CsvTable {
    private CsvTable() {}

    /** Each line as column to value. */
    static List<Map<String, String>> read(String resource) {
        try (InputStream in = CsvTable.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new StampedeException(
                        ErrorCode.INTERNAL, "expected the resource " + resource + ", found none");
            }
            return parse(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.INTERNAL, "expected to read " + resource + ", found " + e, e);
        }
    }

    /**
     * Each line of a text as column to value; the last column takes the rest of a line.
     *
     * @param name of the text, for messages
     */
    static List<Map<String, String>> parse(String name, String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        String[] header = lines.get(0).split(",", -1);
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", header.length);
            if (cells.length != header.length) {
                throw new StampedeException(
                        ErrorCode.INTERNAL,
                        "%s: expected %d values, found '%s'".formatted(name, header.length, line));
            }
            Map<String, String> row = new LinkedHashMap<>();
            for (int column = 0; column < header.length; column++) {
                row.put(header[column], cells[column].strip());
            }
            rows.add(row);
        }
        return rows;
    }
}
