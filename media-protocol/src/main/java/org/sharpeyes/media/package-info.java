/** Media protocols: bytes in, immutable values out. */
@NullMarked
package org.sharpeyes.media;

import org.jspecify.annotations.NullMarked;
