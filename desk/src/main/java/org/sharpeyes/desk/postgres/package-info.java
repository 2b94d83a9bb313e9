/** What the desk keeps, in PostgreSQL. */
@NullMarked
package org.sharpeyes.desk.postgres;

import org.jspecify.annotations.NullMarked;
