/** Tests. */
@NullMarked
package org.sharpeyes.relay.picture;

import org.jspecify.annotations.NullMarked;
