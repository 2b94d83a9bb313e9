/**
 * What the gateway keeps in PostgreSQL.
 *
 * <p>Start from {@link org.sharpeyes.gateway.postgres.PostgresInbox}.
 */
@NullMarked
package org.sharpeyes.gateway.postgres;

import org.jspecify.annotations.NullMarked;
