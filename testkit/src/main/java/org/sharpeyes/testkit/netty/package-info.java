/** Sockets of simulated devices. Start from {@link org.sharpeyes.testkit.netty.SimulatedDevice}. */
@NullMarked
package org.sharpeyes.testkit.netty;

import org.jspecify.annotations.NullMarked;
