/** Whole-process and JMH benchmarks, run on demand. Start from {@link org.sharpeyes.benchmarks.Bench}. */
@NullMarked
package org.sharpeyes.benchmarks;

import org.jspecify.annotations.NullMarked;
