/**
 * Volumes: folders on disks that hold segments, each with its index and one thread that writes to it. Start from
 * {@link org.sharpeyes.recording.volume.Volumes}.
 */
@NullMarked
package org.sharpeyes.recording.volume;

import org.jspecify.annotations.NullMarked;
