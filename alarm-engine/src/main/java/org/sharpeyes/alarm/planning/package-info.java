/**
 * Planned work that comes from calendars and lists. Start from {@link org.sharpeyes.alarm.planning.PlannedWindow}.
 */
@NullMarked
package org.sharpeyes.alarm.planning;

import org.jspecify.annotations.NullMarked;
