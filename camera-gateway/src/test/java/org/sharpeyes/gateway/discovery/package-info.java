/** Tests of finding devices. */
@NullMarked
package org.sharpeyes.gateway.discovery;

import org.jspecify.annotations.NullMarked;
