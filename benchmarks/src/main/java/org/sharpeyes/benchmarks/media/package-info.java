/** What the work on one packet costs, by JMH: {@link org.sharpeyes.benchmarks.media.MediaCommand}. */
@NullMarked
package org.sharpeyes.benchmarks.media;

import org.jspecify.annotations.NullMarked;
