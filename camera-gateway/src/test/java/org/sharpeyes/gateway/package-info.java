/** Tests of the gateway as a whole. */
@NullMarked
package org.sharpeyes.gateway;

import org.jspecify.annotations.NullMarked;
