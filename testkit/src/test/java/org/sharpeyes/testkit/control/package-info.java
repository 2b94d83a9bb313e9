/** Tests of the control interface. */
@NullMarked
package org.sharpeyes.testkit.control;

import org.jspecify.annotations.NullMarked;
