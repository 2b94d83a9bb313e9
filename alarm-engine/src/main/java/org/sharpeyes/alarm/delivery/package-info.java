/**
 * Telling others: signed webhooks, at least once, in order per incident. Start from
 * {@link org.sharpeyes.alarm.delivery.WebhookDispatcher}.
 */
@NullMarked
package org.sharpeyes.alarm.delivery;

import org.jspecify.annotations.NullMarked;
