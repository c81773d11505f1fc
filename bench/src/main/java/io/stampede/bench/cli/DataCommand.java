package io.stampede.bench.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.ImageSources;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.data.Split;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stampede data}: what pictures can come from, and what is in there. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Shows sources of pictures.")
final class DataCommand {
    private static final Gson JSON = new GsonBuilder().setPrettyPrinting().create();
    private static final Map<String, String> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("cifar10:PATH", "CIFAR-10, binary version: a directory or one .bin file");
        KINDS.put("cifar100:PATH", "CIFAR-100, binary version: a directory or one .bin file");
        KINDS.put("svhn:PATH", "SVHN, cropped digits: a directory or one .mat file");
        KINDS.put(
                "idx:PATH", "MNIST's layout, gzipped or not: a directory or the file of pictures");
        KINDS.put("folder:PATH", "a folder of JPEG and PNG files for each class");
        KINDS.put("procedural:source", "100 classes of drawn strokes, nothing to fetch");
        KINDS.put("procedural:target", "10 further classes of drawn strokes");
    }

    @Spec private CommandSpec spec;

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the kinds of sources.")
    int list(@Option(names = "--output", defaultValue = "text") OutputFormat output) {
        PrintWriter answer = spec.commandLine().getOut();
        if (output == OutputFormat.JSON) {
            answer.println(JSON.toJson(KINDS));
        } else {
            KINDS.forEach((kind, meaning) -> answer.printf("%-18s %s%n", kind, meaning));
        }
        return 0;
    }

    @Command(
            name = "inspect",
            mixinStandardHelpOptions = true,
            description = "Reads a split of a source and tells what is in it.")
    int inspect(
            @Parameters(paramLabel = "SOURCE", converter = Sources.class) SourceSpec source,
            @Option(names = "--split", paramLabel = "train|test", defaultValue = "train")
                    Split split,
            @Option(names = "--output", defaultValue = "text") OutputFormat output) {
        ImageDataset data = ImageSources.open(source).load(split);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("source", source.toString());
        facts.put("split", split.name().toLowerCase(java.util.Locale.ROOT));
        facts.put("pictures", data.size());
        facts.put("classes", data.classes());
        facts.put("sha256", data.sha256());
        facts.put("pictures_by_class", byClass(data));
        PrintWriter answer = spec.commandLine().getOut();
        if (output == OutputFormat.JSON) {
            answer.println(JSON.toJson(facts));
        } else {
            facts.forEach((name, value) -> answer.printf("%-18s %s%n", name, value));
        }
        return 0;
    }

    private static Map<String, Integer> byClass(ImageDataset data) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        data.labelNames().forEach(name -> counts.put(name, 0));
        for (int label : data.labels()) {
            counts.merge(data.labelNames().get(label), 1, Integer::sum);
        }
        return counts;
    }
}
