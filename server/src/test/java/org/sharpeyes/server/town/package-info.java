/**
 * A whole town for tests through the front door: the server and the simulator as processes of their own, a client of
 * the public API, and clients that nobody here wrote. Start from {@link org.sharpeyes.server.town.Town}.
 */
@NullMarked
package org.sharpeyes.server.town;

import org.jspecify.annotations.NullMarked;
