package io.stampede.agent.serve;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.stampede.agent.AgentVersion;

/** Writes what the Open Inference Protocol v2 answers. */
final class ProtocolJson {
    private static final int PIXELS = 32;
    private static final int PLANES = 3;
    private static final int ANY = -1;

    private ProtocolJson() {}

    static JsonObject server() {
        JsonObject json = new JsonObject();
        json.addProperty("name", "stampede-agent");
        json.addProperty("version", AgentVersion.read());
        json.add("extensions", new JsonArray());
        return json;
    }

    static JsonObject error(String message) {
        JsonObject json = new JsonObject();
        json.addProperty("error", message);
        return json;
    }

    static JsonObject flag(String name, boolean value) {
        JsonObject json = new JsonObject();
        json.addProperty(name, value);
        return json;
    }

    static JsonObject model(ServedModel model) {
        JsonObject json = new JsonObject();
        json.addProperty("name", model.name());
        JsonArray versions = new JsonArray();
        versions.add(model.version());
        json.add("versions", versions);
        json.addProperty("platform", model.engine());
        JsonArray inputs = new JsonArray();
        inputs.add(tensor(InferRequest.IMAGES, "UINT8", ANY, PLANES, PIXELS, PIXELS));
        json.add("inputs", inputs);
        JsonArray outputs = new JsonArray();
        outputs.add(tensor(InferRequest.PROBABILITIES, "FP32", ANY, model.classes()));
        outputs.add(tensor(InferRequest.LABELS, "BYTES", ANY));
        json.add("outputs", outputs);
        return json;
    }

    static JsonObject answer(ServedModel model, InferRequest request, ServedModel.Answer answer) {
        JsonObject json = new JsonObject();
        json.addProperty("model_name", model.name());
        json.addProperty("model_version", model.version());
        request.id().ifPresent(id -> json.addProperty("id", id));
        JsonArray outputs = new JsonArray();
        if (request.outputs().contains(InferRequest.PROBABILITIES)) {
            outputs.add(probabilities(answer));
        }
        if (request.outputs().contains(InferRequest.LABELS)) {
            outputs.add(labels(answer));
        }
        json.add("outputs", outputs);
        return json;
    }

    private static JsonObject probabilities(ServedModel.Answer answer) {
        JsonArray data = new JsonArray();
        for (float[] row : answer.probabilities()) {
            for (float probability : row) {
                data.add(probability);
            }
        }
        JsonObject json =
                tensor(
                        InferRequest.PROBABILITIES,
                        "FP32",
                        answer.probabilities().size(),
                        answer.labels().size());
        json.add("data", data);
        return json;
    }

    private static JsonObject labels(ServedModel.Answer answer) {
        JsonArray data = new JsonArray();
        for (float[] row : answer.probabilities()) {
            data.add(new JsonPrimitive(answer.labels().get(Difference.top(row))));
        }
        JsonObject json = tensor(InferRequest.LABELS, "BYTES", answer.probabilities().size());
        json.add("data", data);
        return json;
    }

    private static JsonObject tensor(String name, String type, int... shape) {
        JsonObject json = new JsonObject();
        json.addProperty("name", name);
        json.addProperty("datatype", type);
        JsonArray sides = new JsonArray();
        for (int side : shape) {
            sides.add(side);
        }
        json.add("shape", sides);
        return json;
    }
}
