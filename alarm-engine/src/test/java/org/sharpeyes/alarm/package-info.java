/** Tests of the alarm rules on a virtual clock. */
@NullMarked
package org.sharpeyes.alarm;

import org.jspecify.annotations.NullMarked;
