/** The one composition root. */
@NullMarked
package org.sharpeyes.server;

import org.jspecify.annotations.NullMarked;
