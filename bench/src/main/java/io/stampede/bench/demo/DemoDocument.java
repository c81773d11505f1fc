package io.stampede.bench.demo;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.stampede.bench.method.MethodResult;
import java.util.Map;

/**
 * Writes {@code report.json}. Its keys are a contract (architecture page, section 6): extended
 * freely, never renamed.
 */
final class DemoDocument {
    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private DemoDocument() {}

    static String write(DemoSettings settings, DemoDirectory directory, DemoOutcome outcome) {
        JsonObject document = new JsonObject();
        JsonArray methods = new JsonArray();
        outcome.methods().forEach(result -> methods.add(method(result)));
        document.add("methods", methods);
        document.add("device_report", outcome.deviceReport());
        document.addProperty("phi", directory.phi().toString());
        document.addProperty("subnetwork", directory.subnetwork().toString());
        document.add("seconds", seconds(outcome.stages()));
        Map<String, Object> described = settings.describe();
        described.put("target_size", outcome.pictures());
        document.add("settings", JSON.toJsonTree(described));
        return JSON.toJson(document) + "\n";
    }

    private static JsonObject method(MethodResult result) {
        JsonObject object = new JsonObject();
        object.addProperty("name", result.name());
        object.addProperty("accuracy", result.accuracy());
        object.addProperty("parameters", result.cost().parameters());
        object.addProperty("parameters_percent", result.parametersPercent());
        object.addProperty("multiply_adds", result.cost().multiplyAdds());
        object.addProperty("multiply_adds_reduction", result.multiplyAddsReduction());
        object.addProperty("search_seconds", result.seconds().search());
        object.addProperty("finetune_seconds", result.seconds().fineTune());
        return object;
    }

    private static JsonObject seconds(DemoOutcome.StageSeconds stages) {
        JsonObject object = new JsonObject();
        object.addProperty("start", stages.start());
        object.addProperty("train", stages.train());
        object.addProperty("adapt", stages.adapt());
        object.addProperty("compare", stages.compare());
        object.addProperty("total", stages.total());
        return object;
    }
}
