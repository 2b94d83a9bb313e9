/** Tests. */
@NullMarked
package org.sharpeyes.relay.stream;

import org.jspecify.annotations.NullMarked;
