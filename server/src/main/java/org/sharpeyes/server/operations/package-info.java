/** What an operator meets: the READY line and the one line that says why the server did not start. */
@NullMarked
package org.sharpeyes.server.operations;

import org.jspecify.annotations.NullMarked;
