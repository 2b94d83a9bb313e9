/** Tests of the simulator as a whole. */
@NullMarked
package org.sharpeyes.testkit;

import org.jspecify.annotations.NullMarked;
