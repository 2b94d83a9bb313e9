/**
 * The flapping rule of Nagios. Start from {@link org.sharpeyes.alarm.flapping.FlapHistory}.
 */
@NullMarked
package org.sharpeyes.alarm.flapping;

import org.jspecify.annotations.NullMarked;
