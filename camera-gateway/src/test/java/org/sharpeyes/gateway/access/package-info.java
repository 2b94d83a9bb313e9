/** Tests of addresses that are refused. */
@NullMarked
package org.sharpeyes.gateway.access;

import org.jspecify.annotations.NullMarked;
