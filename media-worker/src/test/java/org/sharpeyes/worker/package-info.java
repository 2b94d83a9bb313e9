/** Tests against real worker processes and real key frames. */
@NullMarked
package org.sharpeyes.worker;

import org.jspecify.annotations.NullMarked;
