package io.stampede.it.docs;

import io.stampede.it.Checkout;
import java.util.Arrays;
import java.util.List;

/** Rows of the tables on a page. */
final class MarkdownTable {
    private MarkdownTable() {}

    /** The cells of all rows whose first cell is code and begins as given, without backticks. */
    static List<List<String>> rows(String page, String prefix) {
        return Checkout.text(page)
                .lines()
                .filter(line -> line.startsWith("| `" + prefix))
                .map(line -> line.substring(1, line.lastIndexOf('|')))
                .map(line -> Arrays.stream(line.split("\\|", -1)).map(MarkdownTable::cell).toList())
                .toList();
    }

    private static String cell(String text) {
        return text.strip().replace("`", "");
    }
}
