/** What recording keeps in PostgreSQL: exports and holds, so that they survive a restart. */
@NullMarked
package org.sharpeyes.recording.postgres;

import org.jspecify.annotations.NullMarked;
