/**
 * Who may do what: roles bound to area subtrees, point classes and actions; one decision point.
 *
 * <p>Start from {@link org.sharpeyes.access.AccessControl}.
 */
@NullMarked
package org.sharpeyes.access;

import org.jspecify.annotations.NullMarked;
