/** Figures. */
@NullMarked
package org.sharpeyes.alarm.figures;

import org.jspecify.annotations.NullMarked;
