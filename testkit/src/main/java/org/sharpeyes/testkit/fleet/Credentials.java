package org.sharpeyes.testkit.fleet;

import static java.util.Objects.requireNonNull;

/** What a device lets in. The password stays out of {@link #toString()}. */
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
