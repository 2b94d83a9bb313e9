/**
 * A day of inputs on disk, and the same incidents from it again. Start from {@link org.sharpeyes.alarm.replay.InputLog}.
 */
@NullMarked
package org.sharpeyes.alarm.replay;

import org.jspecify.annotations.NullMarked;
