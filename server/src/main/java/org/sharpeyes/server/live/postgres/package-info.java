/** What live video remembers in PostgreSQL. */
@NullMarked
package org.sharpeyes.server.live.postgres;

import org.jspecify.annotations.NullMarked;
