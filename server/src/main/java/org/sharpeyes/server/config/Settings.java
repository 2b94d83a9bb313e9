package org.sharpeyes.server.config;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

/** Binds a module's plain settings record to its keys. Stateless. */
public final class Settings {
    private Settings() {}

    /**
     * Binds {@code prefix.*} to {@code type}, a record without annotations. A key that the record does not have stops the
     * start: a mistyped key must not go unseen.
     *
     * @throws StartProblem naming the key that is wrong and what was expected
     */
    public static <T> T bind(Environment environment, String prefix, Class<T> type) {
        try {
            return Binder.get(environment)
                    .bind(
                            prefix,
                            Bindable.of(type),
                            new NoUnboundElementsBindHandler(
                                    org.springframework.boot.context.properties.bind.BindHandler.DEFAULT,
                                    new UnboundElementsSourceFilter()))
                    .orElseThrow(() -> new StartProblem(
                            StartProblem.ExitCode.CONFIGURATION,
                            "settings " + prefix + ".*: none found (expected: those of config/application.yaml)",
                            null));
        } catch (BindException wrong) {
            throw new StartProblem(StartProblem.ExitCode.CONFIGURATION, "settings: " + innermost(wrong), wrong);
        }
    }

    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null ? cause.toString() : message;
    }
}
