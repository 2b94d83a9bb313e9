/**
 * Grants: what an approved request opens, asked for each piece of a recording before it leaves.
 *
 * <p>Start from {@link org.sharpeyes.access.grant.GrantBook}.
 */
@NullMarked
package org.sharpeyes.access.grant;

import org.jspecify.annotations.NullMarked;
