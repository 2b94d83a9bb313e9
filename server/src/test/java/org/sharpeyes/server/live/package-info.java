/** Tests of live video on real sockets. */
@NullMarked
package org.sharpeyes.server.live;

import org.jspecify.annotations.NullMarked;
