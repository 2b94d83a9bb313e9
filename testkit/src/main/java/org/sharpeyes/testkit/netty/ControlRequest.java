package org.sharpeyes.testkit.netty;

/**
 * One request to the control interface.
 *
 * @param path without query
 * @param body text, empty without one
 */
public record ControlRequest(String method, String path, String body) {}
