/**
 * Alarms on PostgreSQL: state, incidents, history, and the outbox, written together. Start from
 * {@link org.sharpeyes.alarm.postgres.PostgresAlarmStore}.
 */
@NullMarked
package org.sharpeyes.alarm.postgres;

import org.jspecify.annotations.NullMarked;
