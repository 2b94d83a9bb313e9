/** How long a sealed export takes: {@code bench export}. */
@NullMarked
package org.sharpeyes.benchmarks.export;

import org.jspecify.annotations.NullMarked;
