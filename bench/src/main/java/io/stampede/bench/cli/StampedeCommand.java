package io.stampede.bench.cli;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The root of the commands of this module. */
@Command(
        name = "stampede",
        description = "Set-based task-adaptive meta-pruning.",
        mixinStandardHelpOptions = true,
        subcommands = {
            DemoCommand.class,
            TrainCommand.class,
            DataCommand.class,
            BenchCommand.class
        })
public final class StampedeCommand {
    private StampedeCommand() {}

    /** The commands, ready to be executed. */
    public static CommandLine line() {
        CommandLine line = new CommandLine(new StampedeCommand());
        ExperimentCommand.addTo(line.getSubcommands().get("bench"));
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(StampedeCommand::wrongUsage)
                .setExecutionExceptionHandler(StampedeCommand::failure);
    }

    private static int wrongUsage(ParameterException error, String[] arguments) {
        CommandLine command = error.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr()
                .printf("%s: %s; see '%s --help'%n", name, firstLine(error.getMessage()), name);
        return ErrorCode.INVALID_ARGUMENT.exitCode();
    }

    private static int failure(
            Exception error, CommandLine command, CommandLine.ParseResult arguments) {
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        if (error instanceof StampedeException known) {
            err.printf("%s: %s: %s%n", name, known.code(), firstLine(known.getMessage()));
            return known.code().exitCode();
        }
        err.printf("%s: %s: %s; please report this:%n", name, ErrorCode.INTERNAL, error);
        error.printStackTrace(err);
        return ErrorCode.INTERNAL.exitCode();
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
