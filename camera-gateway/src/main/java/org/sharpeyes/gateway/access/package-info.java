/**
 * Where a device is reached, and where the gateway may go at all.
 *
 * <p>Start from {@link org.sharpeyes.gateway.access.AccessPath}.
 */
@NullMarked
package org.sharpeyes.gateway.access;

import org.jspecify.annotations.NullMarked;
