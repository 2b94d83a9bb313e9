package org.sharpeyes.server.console;

import org.springframework.http.MediaType;

/**
 * One file of the console, in memory. Immutable: the arrays are never written after the start.
 *
 * @param gzip the same bytes compressed; empty where that saves nothing
 * @param forever the name holds a hash of the content, so that a browser need never ask again
 */
record ConsoleFile(byte[] plain, byte[] gzip, MediaType type, String etag, boolean forever) {}
