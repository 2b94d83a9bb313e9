/**
 * One upstream per stream, any number of viewers: the ports that others supply, settings and figures.
 *
 * <p>Start from {@link org.sharpeyes.relay.netty.RelayServer}; whoever supplies streams starts from
 * {@link org.sharpeyes.relay.CameraStreams}, whoever decides about viewers from
 * {@link org.sharpeyes.relay.ViewerAdmission}.
 */
@NullMarked
package org.sharpeyes.relay;

import org.jspecify.annotations.NullMarked;
