/** Tests of requests, grants and exports over HTTP. */
@NullMarked
package org.sharpeyes.server.control;

import org.jspecify.annotations.NullMarked;
