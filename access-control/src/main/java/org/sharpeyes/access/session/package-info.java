/**
 * Sessions: who is signed in, until when.
 *
 * <p>Start from {@link org.sharpeyes.access.session.Sessions}.
 */
@NullMarked
package org.sharpeyes.access.session;

import org.jspecify.annotations.NullMarked;
