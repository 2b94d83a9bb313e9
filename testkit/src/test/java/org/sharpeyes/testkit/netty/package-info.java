/** Tests on real sockets of the loopback interface. */
@NullMarked
package org.sharpeyes.testkit.netty;

import org.jspecify.annotations.NullMarked;
