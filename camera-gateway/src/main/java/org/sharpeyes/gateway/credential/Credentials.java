package org.sharpeyes.gateway.credential;

/** User name and password of a service of a device, in clear. Never printed, never kept outside the {@link Vault}. */
public record Credentials(String username, String password) {
    private static final int LONGEST = 128;

    public Credentials {
        check("username", username);
        check("password", password);
        if (username.isEmpty()) {
            throw new IllegalArgumentException("username: empty (expected: text)");
        }
    }

    private static void check(String field, String value) {
        if (value.length() > LONGEST || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(field + ": " + value.length() + " characters (expected: at most "
                    + LONGEST + ", no control characters)");
        }
    }

    @Override
    public String toString() {
        return "Credentials[" + username + "]";
    }
}
