package org.sharpeyes.server.control;

import org.sharpeyes.access.account.Account;
import org.sharpeyes.access.account.Accounts;
import org.sharpeyes.model.UserId;

/** Who did something. */
record PersonView(String id, String username) {
    static PersonView of(UserId user, Accounts accounts) {
        return new PersonView(
                user.toString(), accounts.find(user).map(Account::username).orElse(""));
    }
}
