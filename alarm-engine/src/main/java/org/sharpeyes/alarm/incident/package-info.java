/**
 * What an incident is and what may happen to it. Start from {@link org.sharpeyes.alarm.incident.Incident}.
 */
@NullMarked
package org.sharpeyes.alarm.incident;

import org.jspecify.annotations.NullMarked;
