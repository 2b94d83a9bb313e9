/** Tests of what a device answers, without sockets. */
@NullMarked
package org.sharpeyes.testkit.device;

import org.jspecify.annotations.NullMarked;
