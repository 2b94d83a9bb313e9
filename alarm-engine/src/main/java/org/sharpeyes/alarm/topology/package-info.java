/**
 * What cameras depend on and where they stand, as far as root causes need it. Start from
 * {@link org.sharpeyes.alarm.topology.Topology}.
 */
@NullMarked
package org.sharpeyes.alarm.topology;

import org.jspecify.annotations.NullMarked;
