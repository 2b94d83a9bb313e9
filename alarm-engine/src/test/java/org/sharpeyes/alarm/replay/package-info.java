/** Recorded days. */
@NullMarked
package org.sharpeyes.alarm.replay;

import org.jspecify.annotations.NullMarked;
