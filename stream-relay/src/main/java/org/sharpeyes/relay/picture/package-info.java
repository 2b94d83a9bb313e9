/**
 * RTP packets become pictures, the unit of all fan-out: {@link org.sharpeyes.relay.picture.PictureGatherer} makes them,
 * {@link org.sharpeyes.relay.picture.GopCache} keeps them for those who come later.
 */
@NullMarked
package org.sharpeyes.relay.picture;

import org.jspecify.annotations.NullMarked;
