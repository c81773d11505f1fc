package io.stampede.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stampede.agent.AgentVersion;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code stampede agent}, which holds all others. */
@Command(
        name = "stampede agent",
        description = "Receives phi, adapts it to private pictures, serves the result.",
        mixinStandardHelpOptions = true,
        versionProvider = AgentCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit status: 0 success, 2 wrong usage or configuration, 3 data, 4 model,",
            "5 budget, 6 engine, 7 training, 8 storage, 9 transport, 10 cancelled, 70 defect."
        })
public final class AgentCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "Show where an error came from, for reports of defects.")
    @SuppressWarnings("UnusedVariable") // ErrorLine asks the parse result.
    private boolean stackTrace;

    private AgentCommand() {}

    /**
     * Builds the command with all of its subcommands.
     *
     * @param engine what does the work
     * @param daemon what {@code run} calls
     */
    public static CommandLine create(EdgeEngine engine, DaemonStarter daemon, Terminal terminal) {
        CommandLine line =
                new CommandLine(new AgentCommand())
                        .addSubcommand(RunCommand.create(daemon))
                        .addSubcommand(new AdaptCommand(engine, terminal))
                        .addSubcommand(new MasksCommand(engine, terminal))
                        .addSubcommand(new PredictCommand(engine, terminal))
                        .addSubcommand(new LatencyCommand(terminal))
                        .addSubcommand(new StatusCommand(terminal))
                        .addSubcommand(new DoctorCommand(terminal, Clock.systemUTC()))
                        .addSubcommand(new EgressCommand(terminal, Clock.systemUTC()))
                        .addSubcommand(new TryCommand(terminal));
        ErrorLine errors = new ErrorLine(terminal);
        return line.setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors)
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF))
                .setOut(new PrintWriter(terminal.out(), true, UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, UTF_8));
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "expected a command, found none");
    }

    /** Tells picocli the version. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"stampede agent " + AgentVersion.read()};
        }
    }
}
