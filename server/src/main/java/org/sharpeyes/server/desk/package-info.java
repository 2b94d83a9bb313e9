/** The duty desk over HTTP: views, tours, scenes, PTZ, wall events, roll call, handover. Begin at {@code DeskConfiguration}. */
@NullMarked
package org.sharpeyes.server.desk;

import org.jspecify.annotations.NullMarked;
