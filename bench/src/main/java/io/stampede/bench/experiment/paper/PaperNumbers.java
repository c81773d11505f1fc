package io.stampede.bench.experiment.paper;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Looks numbers up by the names that this program gives methods.
 *
 * <p>The paper's "Full Network" stands beside ours from scratch; it does not tell whether its own
 * started from weights of the reference.
 */
public final class PaperNumbers {
    private static final Map<String, String> NAMES =
            Map.of("full_scratch", "full", "snip_pretrained", "snip_p");
    private static final Map<String, String> NAMES_OF_FIGURES =
            Map.of("full_scratch", "full", "bbdropout", "bbd");

    private PaperNumbers() {}

    /** The row of a method in one of Tables 1 to 3. */
    public static Optional<PaperRow> ofTable(int table, String dataset, String method) {
        String name = NAMES.getOrDefault(method, method);
        return CsvTable.read("tables.csv").stream()
                .filter(row -> row.get("table").equals(Integer.toString(table)))
                .filter(row -> row.get("dataset").equals(dataset))
                .filter(row -> row.get("method").equals(name))
                .findFirst()
                .map(
                        row ->
                                new PaperRow(
                                        Double.parseDouble(row.get("acc_mean")),
                                        number(row, "acc_std"),
                                        number(row, "P_percent"),
                                        number(row, "flops_x"),
                                        number(row, "train_h"),
                                        row.get("note")));
    }

    /** The point of a method in Figure 4: CIFAR-10, VGG-19. */
    public static Optional<PaperRow> ofFigure4(long instances, String method) {
        String name = NAMES_OF_FIGURES.getOrDefault(method, method);
        return CsvTable.read("figure4.csv").stream()
                .filter(row -> row.get("instances").equals(Long.toString(instances)))
                .filter(row -> row.containsKey(name))
                .findFirst()
                .map(row -> accuracyAlone(Double.parseDouble(row.get(name))));
    }

    /** All points of a method in Figure 4, number of pictures to accuracy in percent. */
    public static Map<Double, Double> curveOfFigure4(String method) {
        String name = NAMES_OF_FIGURES.getOrDefault(method, method);
        Map<Double, Double> curve = new LinkedHashMap<>();
        List<Map<String, String>> rows = CsvTable.read("figure4.csv");
        for (Map<String, String> row : rows) {
            if (row.containsKey(name)) {
                curve.put(
                        Double.parseDouble(row.get("instances")),
                        Double.parseDouble(row.get(name)));
            }
        }
        return curve;
    }

    /**
     * The row of a method in Figure 6: SVHN, ResNet-18.
     *
     * @param variant what the row varies: {@code kl} of BBDropout, {@code pruning_epochs} of STAMP
     */
    public static Optional<PaperRow> ofFigure6(String method, Map<String, String> variant) {
        String name = NAMES_OF_FIGURES.getOrDefault(method, method);
        String epochs = variant.getOrDefault("pruning_epochs", "");
        String kl = variant.getOrDefault("kl", "");
        return CsvTable.read("figure6.csv").stream()
                .filter(row -> row.get("method").equals(name))
                .filter(row -> row.get("K").equals(epochs))
                .filter(row -> !epochs.isEmpty() || row.get("kl").equals(kl))
                .findFirst()
                .map(
                        row ->
                                new PaperRow(
                                        Double.parseDouble(row.get("acc")),
                                        OptionalDouble.empty(),
                                        number(row, "P_percent"),
                                        number(row, "flops_x"),
                                        number(row, "train_h"),
                                        ""));
    }

    private static PaperRow accuracyAlone(double percent) {
        return new PaperRow(
                percent,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                "");
    }

    private static OptionalDouble number(Map<String, String> row, String column) {
        String cell = row.get(column);
        return cell.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Double.parseDouble(cell));
    }
}
