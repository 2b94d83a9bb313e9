/** Pictures of cameras: the last key frame, decoded in a worker process, kept for a while and access-checked. */
@NullMarked
package org.sharpeyes.server.snapshots;

import org.jspecify.annotations.NullMarked;
