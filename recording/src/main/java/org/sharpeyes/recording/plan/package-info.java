/** What is to be recorded when. Start from {@link org.sharpeyes.recording.plan.RecordingPlan}. */
@NullMarked
package org.sharpeyes.recording.plan;

import org.jspecify.annotations.NullMarked;
