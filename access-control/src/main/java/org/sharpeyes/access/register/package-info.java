/**
 * The access register: who saw or did what, as a hash chain that is written before it happens.
 *
 * <p>Start from {@link org.sharpeyes.access.register.AccessRegister}.
 */
@NullMarked
package org.sharpeyes.access.register;

import org.jspecify.annotations.NullMarked;
