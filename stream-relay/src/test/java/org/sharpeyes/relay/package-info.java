/** Tests. */
@NullMarked
package org.sharpeyes.relay;

import org.jspecify.annotations.NullMarked;
