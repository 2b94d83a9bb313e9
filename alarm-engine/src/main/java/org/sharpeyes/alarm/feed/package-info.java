/**
 * The stream of what happened, with a cursor. Start from {@link org.sharpeyes.alarm.feed.FeedEvent}.
 */
@NullMarked
package org.sharpeyes.alarm.feed;

import org.jspecify.annotations.NullMarked;
