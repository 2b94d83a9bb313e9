package org.sharpeyes.server.control;

import org.sharpeyes.access.account.Accounts;
import org.sharpeyes.model.UserId;

/**
 * Who did something.
 *
 * @param name what people call the account; empty for one that is gone
 */
record PersonView(String id, String username, String name) {
    static PersonView of(UserId user, Accounts accounts) {
        return accounts.find(user)
                .map(account -> new PersonView(user.toString(), account.username(), account.displayName()))
                .orElseGet(() -> new PersonView(user.toString(), "", ""));
    }
}
