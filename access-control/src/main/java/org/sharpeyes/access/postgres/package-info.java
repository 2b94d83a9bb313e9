/** Accounts, sessions and the access register in PostgreSQL. */
@NullMarked
package org.sharpeyes.access.postgres;

import org.jspecify.annotations.NullMarked;
