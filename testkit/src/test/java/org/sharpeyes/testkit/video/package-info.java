/** Tests of the simulated picture. */
@NullMarked
package org.sharpeyes.testkit.video;

import org.jspecify.annotations.NullMarked;
