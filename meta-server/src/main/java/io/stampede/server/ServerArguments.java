package io.stampede.server;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The command line of {@code stampede meta-server}: each option is a configuration key.
 *
 * @param help whether only the usage is wanted
 * @param settings configuration keys and their values, in the order given
 */
record ServerArguments(boolean help, Map<String, String> settings) {
    static final String USAGE =
            """
            usage: stampede meta-server [options]
              --data-dir DIR              models, jobs, database and embedded broker live here
              --http-host ADDRESS         address to listen on (127.0.0.1)
              --http-port PORT            port to listen on, 0 for a free one (8080)
              --bootstrap-servers LIST    use this Kafka broker instead of the embedded one
              --broker-port PORT          port of the embedded broker, 0 for a free one (9092)
              --topic-prefix PREFIX       first part of every topic name (stampede)
              --set KEY=VALUE             any other key, for example
                                          --set stampede.server.chunk-bytes=65536
              --help                      show this
            Endpoints are written to DIR/endpoints.json once the server answers.
            """;

    private static final Map<String, String> KEYS =
            Map.of(
                    "--data-dir", "stampede.server.data-dir",
                    "--http-host", "stampede.server.http.host",
                    "--http-port", "stampede.server.http.port",
                    "--bootstrap-servers", "stampede.server.kafka.bootstrap-servers",
                    "--broker-port", "stampede.server.embedded-broker.port",
                    "--topic-prefix", "stampede.server.topic-prefix");

    ServerArguments {
        settings = Map.copyOf(settings);
    }

    /**
     * Reads a command line.
     *
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT}
     */
    static ServerArguments parse(String... arguments) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (arguments[i].equals("--help") || arguments[i].equals("-h")) {
                return new ServerArguments(true, Map.of());
            }
            if (i + 1 == arguments.length) {
                throw refusal(
                        KEYS.containsKey(arguments[i]) || arguments[i].equals("--set")
                                ? "expected a value after " + arguments[i] + ", found none"
                                : unknown(arguments[i]));
            }
            put(settings, arguments[i], arguments[i + 1]);
        }
        return new ServerArguments(false, settings);
    }

    private static void put(Map<String, String> settings, String option, String value) {
        if (option.equals("--set")) {
            int split = value.indexOf('=');
            if (split < 1) {
                throw refusal("expected KEY=VALUE after --set, found '" + value + "'");
            }
            settings.put(value.substring(0, split), value.substring(split + 1));
        } else if (KEYS.containsKey(option)) {
            settings.put(KEYS.get(option), value);
        } else {
            throw refusal(unknown(option));
        }
    }

    private static String unknown(String option) {
        return "expected an option of 'stampede meta-server --help', found '" + option + "'";
    }

    private static StampedeException refusal(String message) {
        return new StampedeException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
