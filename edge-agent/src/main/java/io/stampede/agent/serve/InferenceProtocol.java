package io.stampede.agent.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests of the Open Inference Protocol v2.
 *
 * <p>Every error is an object with {@code error}, as the protocol wants it. Thread-safe.
 */
final class InferenceProtocol implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(InferenceProtocol.class);

    /** Room for the most pictures of a request with some ten characters for each value. */
    private static final long MOST_BODY_BYTES = 4L << 20;

    private static final long MOST_SKIPPED_BYTES = 16L << 20;

    private static final Pattern MODEL =
            Pattern.compile("/v2/models/([^/]+)(?:/versions/([^/]+))?(/ready|/infer)?");
    private static final Gson JSON = new Gson();

    private final Supplier<Optional<ServedModel>> current;

    private record Reply(int status, JsonObject body) {}

    /** Creates a handler for whatever model serves. */
    InferenceProtocol(Supplier<Optional<ServedModel>> current) {
        this.current = current;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply = reply(exchange);
            byte[] body = JSON.toJson(reply.body()).getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException {
        try {
            return route(exchange);
        } catch (LimitedInput.TooLong e) {
            return tooLong(exchange);
        } catch (StampedeException e) {
            if (e.code() == ErrorCode.INVALID_ARGUMENT) {
                return error(400, e.getMessage());
            }
            LOG.atError().addKeyValue("code", e.code()).setCause(e).log("A request failed");
            return error(500, e.code() + ": " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("A request failed");
            return error(500, "a defect: " + e);
        }
    }

    private Reply route(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Matcher model = MODEL.matcher(path);
        boolean asksModel = model.matches();
        boolean infers = asksModel && "/infer".equals(model.group(3));
        String method = infers ? "POST" : "GET";
        if (!exchange.getRequestMethod().equals(method)) {
            exchange.getResponseHeaders().set("Allow", method);
            return error(405, "expected " + method + ", found " + exchange.getRequestMethod());
        }
        if (infers) {
            return infer(exchange, model);
        }
        return asksModel ? describe(model) : aboutServer(path);
    }

    private Reply aboutServer(String path) {
        return switch (path) {
            case "/v2", "/v2/" -> new Reply(200, ProtocolJson.server());
            case "/v2/health/live" -> new Reply(200, ProtocolJson.flag("live", true));
            case "/v2/health/ready" -> {
                boolean ready = current.get().isPresent();
                yield new Reply(ready ? 200 : 503, ProtocolJson.flag("ready", ready));
            }
            default -> error(404, "there is nothing at " + path);
        };
    }

    private Reply describe(Matcher asked) {
        Optional<ServedModel> model = find(asked);
        if (model.isEmpty()) {
            return unknown(asked);
        }
        if (asked.group(3) == null) {
            return new Reply(200, ProtocolJson.model(model.get()));
        }
        JsonObject ready = ProtocolJson.flag("ready", true);
        ready.addProperty("name", model.get().name());
        return new Reply(200, ready);
    }

    private Reply infer(HttpExchange exchange, Matcher asked) throws IOException {
        if (find(asked).isEmpty()) {
            return unknown(asked);
        }
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        if (length != null && Long.parseLong(length) > MOST_BODY_BYTES) {
            return tooLong(exchange);
        }
        InferRequest request =
                InferRequestReader.read(
                        new LimitedInput(exchange.getRequestBody(), MOST_BODY_BYTES));
        // Another model may begin to serve at any moment: then the answer is its answer.
        for (Optional<ServedModel> model = find(asked); model.isPresent(); model = find(asked)) {
            Optional<ServedModel.Answer> answer = model.get().answer(request.pictures());
            if (answer.isPresent()) {
                return new Reply(200, ProtocolJson.answer(model.get(), request, answer.get()));
            }
        }
        return unknown(asked);
    }

    private Optional<ServedModel> find(Matcher asked) {
        String version = asked.group(2);
        return current.get()
                .filter(model -> model.name().equals(asked.group(1)))
                .filter(model -> version == null || model.version().equals(version));
    }

    private static Reply unknown(Matcher asked) {
        String version = asked.group(2) == null ? "" : " version " + asked.group(2);
        return error(404, "no model " + asked.group(1) + version + " serves here");
    }

    /** Reads on for a while, lest a client that still writes sees a reset for an answer. */
    private static Reply tooLong(HttpExchange exchange) throws IOException {
        byte[] ignored = new byte[1 << 13];
        InputStream body = exchange.getRequestBody(); // whose skip would not stop at its end
        long skipped = 0;
        for (int read = 0; read >= 0 && skipped < MOST_SKIPPED_BYTES; skipped += read) {
            read = body.read(ignored);
        }
        return error(413, "expected a body of at most %d bytes".formatted(MOST_BODY_BYTES));
    }

    private static Reply error(int status, String message) {
        return new Reply(status, ProtocolJson.error(message));
    }
}
