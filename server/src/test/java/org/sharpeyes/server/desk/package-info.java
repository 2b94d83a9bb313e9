/** The desk over real HTTP. */
@NullMarked
package org.sharpeyes.server.desk;

import org.jspecify.annotations.NullMarked;
