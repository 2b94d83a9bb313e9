/** Planned work from calendars and lists. */
@NullMarked
package org.sharpeyes.alarm.planning;

import org.jspecify.annotations.NullMarked;
