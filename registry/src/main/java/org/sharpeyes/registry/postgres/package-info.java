/** The registry in PostgreSQL: commands, questions and the directory. Start from {@link org.sharpeyes.registry.postgres.Registry}. */
@NullMarked
package org.sharpeyes.registry.postgres;

import org.jspecify.annotations.NullMarked;
