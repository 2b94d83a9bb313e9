/**
 * The relay against its limit and its peers: one paced camera, N RTSP readers, CPU seconds per Gbit delivered.
 *
 * <p>{@link org.sharpeyes.benchmarks.relay.PacedCamera} is the source and, with readers connected to it directly, the
 * bare loop that nothing can beat. {@link org.sharpeyes.benchmarks.relay.ReaderSwarm} is the load.
 */
@NullMarked
package org.sharpeyes.benchmarks.relay;

import org.jspecify.annotations.NullMarked;
