/** Tests on a real PostgreSQL. */
@NullMarked
package org.sharpeyes.registry.postgres;

import org.jspecify.annotations.NullMarked;
