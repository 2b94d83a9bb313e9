/**
 * Fragmented MP4 (ISO 14496-12, 14496-15) of access units, for browsers and recordings: start from
 * {@link org.sharpeyes.media.mp4.FragmentedMp4Writer}.
 */
@NullMarked
package org.sharpeyes.media.mp4;

import org.jspecify.annotations.NullMarked;
