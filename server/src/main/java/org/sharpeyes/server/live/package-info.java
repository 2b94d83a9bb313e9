/**
 * Live video: the relay's settings and wiring, tickets for players, the list of streams and what runs under
 * {@code /media}.
 */
@NullMarked
package org.sharpeyes.server.live;

import org.jspecify.annotations.NullMarked;
