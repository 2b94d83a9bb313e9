package org.sharpeyes.server.config;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.PortInUseException;

/** Why the server does not start, in one line that says what to do. */
public final class StartProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Exit codes, with the numbers of {@code sysexits.h}. */
    public enum ExitCode {
        USAGE(64),
        /** A port or another thing outside is taken or away. */
        UNAVAILABLE(69),
        SOFTWARE(70),
        CANNOT_CREATE(73),
        INPUT_OUTPUT(74),
        NO_PERMISSION(77),
        CONFIGURATION(78);

        private final int number;

        ExitCode(int number) {
            this.number = number;
        }
    }

    private final ExitCode exitCode;

    public StartProblem(ExitCode exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode.number;
    }

    /** Finds the problem in what a start threw; what is not foreseen is logged with its stack. */
    public static StartProblem explain(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartProblem problem) {
                return problem;
            }
            if (cause instanceof PortInUseException taken) {
                return new StartProblem(
                        ExitCode.UNAVAILABLE,
                        "port " + taken.getPort() + " is taken: give another with --http PORT or --management PORT",
                        failure);
            }
            if (cause instanceof BindException taken) {
                return new StartProblem(
                        ExitCode.UNAVAILABLE,
                        "a port cannot be used (" + briefly(taken)
                                + "): give another with its option, see ./sharp-eyes help",
                        failure);
            }
            if (cause instanceof AccessDeniedException denied) {
                return new StartProblem(
                        ExitCode.NO_PERMISSION,
                        "no right to use " + denied.getFile() + ": check owner and rights",
                        failure);
            }
            if (cause instanceof IOException
                    && String.valueOf(cause.getMessage()).contains("No space left")) {
                return new StartProblem(
                        ExitCode.INPUT_OUTPUT,
                        "the disk is full: free some space, or give --data DIR on another",
                        failure);
            }
        }
        LoggerFactory.getLogger(StartProblem.class).error("The server does not start", failure);
        return new StartProblem(
                ExitCode.SOFTWARE,
                "the server does not start: " + briefly(root(failure)) + " (details above)",
                failure);
    }

    /** The message of {@code failure} without a class name where it speaks for itself. */
    public static String briefly(Throwable failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        String message = failure.getMessage();
        return message == null
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElse(message);
    }

    private static Throwable root(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Settings that keep Spring from printing pages about a failure that {@link #explain} says in a line. */
    public static Map<String, Object> quietFailureReports() {
        return Map.of(
                "logging.level.org.springframework.boot.SpringApplication", "OFF",
                "logging.level.org.springframework.boot.diagnostics", "OFF",
                "logging.level.org.springframework.context.support", "ERROR",
                "logging.level.org.springframework.boot.web.server.reactive.context", "ERROR",
                "logging.level.org.springframework.boot.autoconfigure.logging", "OFF");
    }
}
