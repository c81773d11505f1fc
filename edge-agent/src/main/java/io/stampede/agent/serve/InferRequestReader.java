package io.stampede.agent.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Reads the body of an {@code infer} request as it comes in, without a tree of it in memory. */
final class InferRequestReader {
    private static final Set<String> OUTPUTS =
            Set.of(InferRequest.PROBABILITIES, InferRequest.LABELS);

    private Optional<String> id = Optional.empty();
    private Optional<PictureTensor> tensor = Optional.empty();
    private final Set<String> outputs = new LinkedHashSet<>();

    private InferRequestReader() {}

    /**
     * Reads a request.
     *
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT} saying what is wrong
     * @throws IOException where the connection is, or the body too long
     */
    static InferRequest read(InputStream body) throws IOException {
        try {
            JsonReader json = new JsonReader(new InputStreamReader(body, UTF_8));
            json.setStrictness(Strictness.STRICT);
            InferRequestReader reader = new InferRequestReader();
            reader.readRequest(json);
            return reader.request();
        } catch (MalformedJsonException
                | EOFException
                | JsonParseException
                | IllegalStateException
                | NumberFormatException e) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected an inference request in JSON: " + e.getMessage(),
                    e);
        }
    }

    private void readRequest(JsonReader json) throws IOException {
        json.beginObject();
        while (json.hasNext()) {
            switch (json.nextName()) {
                case "id" -> id = Optional.of(json.nextString());
                case "inputs" -> readInputs(json);
                case "outputs" -> readOutputs(json);
                default -> json.skipValue();
            }
        }
        json.endObject();
        if (json.peek() != JsonToken.END_DOCUMENT) {
            throw new IllegalStateException("found more than one value");
        }
    }

    private void readInputs(JsonReader json) throws IOException {
        json.beginArray();
        while (json.hasNext()) {
            if (tensor.isPresent()) {
                throw refusal("exactly one input", "more");
            }
            tensor = Optional.of(PictureTensor.read(json));
        }
        json.endArray();
    }

    private void readOutputs(JsonReader json) throws IOException {
        json.beginArray();
        while (json.hasNext()) {
            String name = "";
            json.beginObject();
            while (json.hasNext()) {
                if (json.nextName().equals("name")) {
                    name = json.nextString();
                } else {
                    json.skipValue();
                }
            }
            json.endObject();
            if (!OUTPUTS.contains(name)) {
                throw refusal("outputs probabilities or labels", "'" + name + "'");
            }
            outputs.add(name);
        }
        json.endArray();
    }

    private InferRequest request() {
        PictureTensor found =
                tensor.orElseThrow(() -> refusal("an input named images", "no inputs"));
        return new InferRequest(
                id, found.pictures(), outputs.isEmpty() ? OUTPUTS : Set.copyOf(outputs));
    }

    private static StampedeException refusal(String expected, String found) {
        return new StampedeException(
                ErrorCode.INVALID_ARGUMENT, "expected " + expected + ", found " + found);
    }
}
