/**
 * Access requests: place, window, purpose and case number, decided by other people than the one who asks.
 *
 * <p>Start from {@link org.sharpeyes.access.request.RequestOffice}; the rules are in
 * {@link org.sharpeyes.access.request.AccessRequest}.
 */
@NullMarked
package org.sharpeyes.access.request;

import org.jspecify.annotations.NullMarked;
