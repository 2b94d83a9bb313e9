/**
 * The life of a stream and the rules of its viewers, without any socket: {@link org.sharpeyes.relay.stream.StreamHub} is
 * the way in, {@link org.sharpeyes.relay.stream.Viewer} what a transport supplies.
 */
@NullMarked
package org.sharpeyes.relay.stream;

import org.jspecify.annotations.NullMarked;
