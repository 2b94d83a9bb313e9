/** Simulated cameras on real sockets. */
@NullMarked
package org.sharpeyes.testkit;

import org.jspecify.annotations.NullMarked;
