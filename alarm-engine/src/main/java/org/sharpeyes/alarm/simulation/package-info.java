/**
 * A county of cameras on a virtual clock with a known truth, to test the alarm rules against. Start from
 * {@link org.sharpeyes.alarm.simulation.SimulatedCounty}.
 */
@NullMarked
package org.sharpeyes.alarm.simulation;

import org.jspecify.annotations.NullMarked;
