/** Decoding in processes of its own, spoken to over a pipe. */
@NullMarked
package org.sharpeyes.worker;

import org.jspecify.annotations.NullMarked;
