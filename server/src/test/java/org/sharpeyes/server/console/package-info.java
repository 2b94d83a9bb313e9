/** Tests of how the console is served. */
@NullMarked
package org.sharpeyes.server.console;

import org.jspecify.annotations.NullMarked;
