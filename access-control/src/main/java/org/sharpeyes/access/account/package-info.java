/**
 * Accounts and their passwords, the guard against guessing, and the rights that are bound to accounts.
 *
 * <p>Start from {@link org.sharpeyes.access.account.Accounts} and {@link org.sharpeyes.access.account.RightsOffice}.
 */
@NullMarked
package org.sharpeyes.access.account;

import org.jspecify.annotations.NullMarked;
