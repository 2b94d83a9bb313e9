/** Tests. */
@NullMarked
package org.sharpeyes.relay.netty;

import org.jspecify.annotations.NullMarked;
