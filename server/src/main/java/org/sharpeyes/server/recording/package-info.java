/** Recording and playback: the recorder as a viewer of the relay, plans, time lines, search by place, volumes. */
@NullMarked
package org.sharpeyes.server.recording;

import org.jspecify.annotations.NullMarked;
