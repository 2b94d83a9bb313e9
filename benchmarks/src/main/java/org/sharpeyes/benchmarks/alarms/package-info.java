/**
 * Days of a county on the virtual clock: detection times and false alarms against the truth. Start from
 * {@link org.sharpeyes.benchmarks.alarms.AlarmsCommand}.
 */
@NullMarked
package org.sharpeyes.benchmarks.alarms;

import org.jspecify.annotations.NullMarked;
