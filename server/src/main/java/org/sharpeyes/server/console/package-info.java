/** Serves the browser console from the jar: files by name from a list made at build time, the rest its first page. */
@NullMarked
package org.sharpeyes.server.console;

import org.jspecify.annotations.NullMarked;
