/** Tests on a real PostgreSQL. */
@NullMarked
package org.sharpeyes.gateway.postgres;

import org.jspecify.annotations.NullMarked;
