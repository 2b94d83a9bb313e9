package org.sharpeyes.media.digest;

import static java.util.Objects.requireNonNull;

/** A name and its password. Prints without the password. */
public record Credentials(String username, String password) {
    public Credentials {
        requireNonNull(username, "username");
        requireNonNull(password, "password");
    }

    @Override
    public String toString() {
        return "Credentials[" + username + "]";
    }
}
