/**
 * Which devices stand in a simulated town and what ails them; no socket. Start from
 * {@link org.sharpeyes.testkit.fleet.FleetPlan}.
 */
@NullMarked
package org.sharpeyes.testkit.fleet;

import org.jspecify.annotations.NullMarked;
