/**
 * The engine on one thread, with its store. Start from {@link org.sharpeyes.alarm.runtime.AlarmRuntime}.
 */
@NullMarked
package org.sharpeyes.alarm.runtime;

import org.jspecify.annotations.NullMarked;
