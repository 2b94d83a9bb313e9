/** Accounts, rights, tickets and the access register. */
@NullMarked
package org.sharpeyes.access;

import org.jspecify.annotations.NullMarked;
