/**
 * The database: PostgreSQL embedded under the data folder or an external one, its pool, its migrations, and JDBI.
 *
 * <p>Start from {@link org.sharpeyes.server.database.EmbeddedPostgres}. Features take the {@code Jdbi} bean.
 */
@NullMarked
package org.sharpeyes.server.database;

import org.jspecify.annotations.NullMarked;
