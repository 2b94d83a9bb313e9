/**
 * Wall outputs for hardware decoders: an address that stays while its content is switched. Start from
 * {@link org.sharpeyes.relay.wall.WallWindows}.
 */
@NullMarked
package org.sharpeyes.relay.wall;

import org.jspecify.annotations.NullMarked;
