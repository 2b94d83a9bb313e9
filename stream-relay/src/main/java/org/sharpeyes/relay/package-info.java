/** One upstream per stream, any number of viewers. */
@NullMarked
package org.sharpeyes.relay;

import org.jspecify.annotations.NullMarked;
