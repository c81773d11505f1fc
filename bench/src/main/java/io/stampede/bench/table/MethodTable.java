package io.stampede.bench.table;

import io.stampede.bench.method.MethodResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lays out the results of several methods as one table of plain text. */
public final class MethodTable {
    private static final List<String> HEADER =
            List.of(
                    "method",
                    "accuracy",
                    "P (%)",
                    "multiply-adds",
                    "reduction",
                    "search (s)",
                    "fine-tune (s)",
                    "speed-up");
    private static final String GAP = "  ";

    private MethodTable() {}

    /**
     * The table, each line ended.
     *
     * @param results the first is what the others' speed-up is over: its time divided by theirs
     */
    public static String format(List<MethodResult> results) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADER);
        results.forEach(result -> rows.add(row(result, results.get(0))));
        int[] widths = new int[HEADER.size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder table = new StringBuilder();
        for (List<String> row : rows) {
            append(table, row, widths);
        }
        return table.toString();
    }

    private static List<String> row(MethodResult result, MethodResult base) {
        return List.of(
                result.title(),
                number("%.2f %%", 100 * result.accuracy()),
                number("%.2f", result.parametersPercent()),
                number("%,d", result.cost().multiplyAdds()),
                number("x%.2f", result.multiplyAddsReduction()),
                number("%.2f", result.seconds().search()),
                number("%.1f", result.seconds().fineTune()),
                speedUp(result, base));
    }

    private static String speedUp(MethodResult result, MethodResult base) {
        double seconds = result.seconds().total();
        return seconds > 0 ? number("x%.2f", base.seconds().total() / seconds) : "-";
    }

    private static String number(String format, Object value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** The first column flush left, the others flush right. */
    private static void append(StringBuilder table, List<String> row, int[] widths) {
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            String padding = " ".repeat(widths[column] - cell.length());
            table.append(column == 0 ? cell + padding : GAP + padding + cell);
        }
        table.append('\n');
    }
}
