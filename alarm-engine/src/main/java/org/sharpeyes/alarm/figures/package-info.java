/**
 * Figures of availability and of clocks, each with its raw counters. Start from
 * {@link org.sharpeyes.alarm.figures.Availability}.
 */
@NullMarked
package org.sharpeyes.alarm.figures;

import org.jspecify.annotations.NullMarked;
