package org.sharpeyes.server;

import java.io.PrintStream;
import org.sharpeyes.server.config.CommandLine;
import org.sharpeyes.server.config.StartProblem;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The server's main class: {@code serve} or {@code demo} with the options of the launcher.
 *
 * <p>Every feature has its own package with one {@code @Configuration} class; this class only starts them. What keeps
 * the server from starting is said in one line on standard error, with an exit code of {@code sysexits.h}.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class SharpEyes {
    SharpEyes() {}

    public static void main(String[] arguments) {
        int exitCode = run(arguments, System.err);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    /** Starts the server; returns once it runs (0) or cannot (the exit code, after one line on {@code errors}). */
    static int run(String[] arguments, PrintStream errors) {
        try {
            CommandLine line = CommandLine.parse(arguments);
            line.checkPorts();
            SpringApplication application = new SpringApplication(SharpEyes.class);
            application.setWebApplicationType(WebApplicationType.REACTIVE);
            application.setDefaultProperties(StartProblem.quietFailureReports());
            application.run(line.springArguments());
            return 0;
        } catch (Exception | LinkageError failure) {
            StartProblem problem = StartProblem.explain(failure);
            errors.println("sharp-eyes: " + problem.getMessage());
            return problem.exitCode();
        }
    }
}
