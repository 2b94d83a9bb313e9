package org.sharpeyes.testkit.netty;

/** An answer of the control interface; {@code json} is empty for 204. */
public record ControlReply(int status, String json) {}
