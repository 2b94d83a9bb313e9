/** Tests on real sockets. */
@NullMarked
package org.sharpeyes.gateway.netty;

import org.jspecify.annotations.NullMarked;
