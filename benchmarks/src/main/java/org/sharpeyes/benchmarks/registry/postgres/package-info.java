/** Loads invented counties into PostgreSQL in bulk. */
@NullMarked
package org.sharpeyes.benchmarks.registry.postgres;

import org.jspecify.annotations.NullMarked;
