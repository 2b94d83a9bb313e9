package org.sharpeyes.server.operations;

import java.util.function.Supplier;

/**
 * One {@code name=value} of the READY line. A feature that listens publishes one as a bean; the value is asked for once
 * everything has started.
 */
public record ReadyField(String name, Supplier<String> value) {}
