package io.stampede.agent.cli;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says every error as one line, {@code stampede agent: CODE: message}, and gives its exit code. */
public final class ErrorLine implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final Terminal terminal;

    /** Creates a handler that speaks to a terminal. */
    public ErrorLine(Terminal terminal) {
        this.terminal = requireNonNull(terminal, "terminal is null");
    }

    /** Says an error; returns the status to exit with. */
    public int say(Throwable error) {
        StampedeException known = known(error);
        terminal.err().println(line(known.code(), known.getMessage()));
        return known.code().exitCode();
    }

    @Override
    public int handleExecutionException(Exception error, CommandLine command, ParseResult parsed) {
        if (command.getParseResult().hasMatchedOption("--stacktrace")
                || parsed.hasMatchedOption("--stacktrace")) {
            error.printStackTrace(terminal.err());
        }
        return say(error);
    }

    @Override
    public int handleParseException(ParameterException error, String[] arguments) {
        String name = error.getCommandLine().getCommandSpec().qualifiedName();
        terminal.err()
                .println(
                        line(
                                ErrorCode.INVALID_ARGUMENT,
                                error.getMessage() + "; see " + name + " --help"));
        return ErrorCode.INVALID_ARGUMENT.exitCode();
    }

    private static StampedeException known(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof StampedeException stampede) {
                return stampede;
            }
        }
        return new StampedeException(
                ErrorCode.INTERNAL,
                "a defect: " + error + "; please report it with the output of --stacktrace",
                error);
    }

    private static String line(ErrorCode code, String message) {
        String text =
                message == null ? "no message" : message.strip().replaceAll("\\s*\\R\\s*", " ");
        return "stampede agent: " + code + ": " + text;
    }
}
