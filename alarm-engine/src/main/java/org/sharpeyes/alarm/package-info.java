/**
 * Evidence in, incidents out: a pure core on a virtual clock. No thread, no socket, no clock of its own.
 *
 * <p>Start from {@link org.sharpeyes.alarm.AlarmEngine}: it takes {@link org.sharpeyes.alarm.AlarmInput}s in the order of
 * their {@link org.sharpeyes.alarm.Moment}s and answers each with {@link org.sharpeyes.alarm.AlarmEffect}s. The same
 * inputs give the same effects, so that a recorded day can be replayed.
 */
@NullMarked
package org.sharpeyes.alarm;

import org.jspecify.annotations.NullMarked;
