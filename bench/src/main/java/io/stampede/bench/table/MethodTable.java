package io.stampede.bench.table;

import io.stampede.bench.method.MethodResult;
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

    private MethodTable() {}

    /**
     * The table, each line ended.
     *
     * @param results the first is what the others' speed-up is over: its time divided by theirs
     */
    public static String format(List<MethodResult> results) {
        TextTable table = new TextTable();
        table.add(HEADER);
        results.forEach(result -> table.add(row(result, results.get(0))));
        return table.text();
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
}
