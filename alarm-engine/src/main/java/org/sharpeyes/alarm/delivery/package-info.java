/**
 * Telling others by webhook, MQTT and e-mail: at least once, in order per incident. Start from
 * {@link org.sharpeyes.alarm.delivery.Dispatcher}.
 */
@NullMarked
package org.sharpeyes.alarm.delivery;

import org.jspecify.annotations.NullMarked;
