package io.stampede.agent;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.stampede.agent.cli.AgentCommand;
import io.stampede.agent.cli.CoreEngine;
import io.stampede.agent.cli.Terminal;
import io.stampede.agent.daemon.QuarkusDaemon;
import java.io.PrintStream;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.ConsoleHandler;

/** The agent's program. Every command but {@code run} does without Quarkus. */
@QuarkusMain
public final class AgentMain {
    /** The engine looks for a GPU and complains where there is none; kept here lest it be lost. */
    private static final Logger GPU_DETECTION = Logger.getLogger("ai.djl.util.cuda.CudaUtils");

    private AgentMain() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        PrintStream results = System.out;
        // Whatever a library prints must not get between a program and its JSON.
        System.setOut(System.err);
        boolean daemon = arguments.length > 0 && arguments[0].equals("run");
        if (!daemon) {
            logToStandardError();
        }
        Terminal terminal = Terminal.ofProcess(results, System.getenv());
        int status =
                AgentCommand.create(new CoreEngine(), new QuarkusDaemon(), terminal)
                        .execute(arguments);
        System.exit(status);
    }

    private static void logToStandardError() {
        ConsoleHandler handler =
                new ConsoleHandler(
                        ConsoleHandler.Target.SYSTEM_ERR,
                        new PatternFormatter("%d{HH:mm:ss} %-5p [%c{1}] %s%e%n"));
        handler.setLevel(Level.WARNING);
        GPU_DETECTION.setLevel(Level.SEVERE);
        InitialConfigurator.DELAYED_HANDLER.setHandlers(new Handler[] {handler});
    }
}
