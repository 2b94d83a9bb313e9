/**
 * Alarms in the server: evidence in, incidents, events and webhooks out over HTTP. Start from
 * {@link org.sharpeyes.server.incidents.AlarmService}, which takes evidence and says how cameras are.
 */
@NullMarked
package org.sharpeyes.server.incidents;

import org.jspecify.annotations.NullMarked;
