package org.sharpeyes.relay.webrtc;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/**
 * User fragment and password of one side (RFC 8445 §5.3). Immutable; the password is never printed.
 *
 * @param ufrag 4 to 256 characters
 * @param password 22 to 256 characters
 */
public record IceCredentials(String ufrag, String password) {
    private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9+/]{4,256}");
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int MIN_PASSWORD = 22;

    public IceCredentials {
        if (!CHARACTERS.matcher(ufrag).matches()) {
            throw new IllegalArgumentException(
                    "ice-ufrag: " + ufrag.length() + " characters (expected: 4 to 256 letters, digits, + and /)");
        }
        if (password.length() < MIN_PASSWORD || !CHARACTERS.matcher(password).matches()) {
            throw new IllegalArgumentException(
                    "ice-pwd: " + password.length() + " characters (expected: 22 to 256 letters, digits, + and /)");
        }
    }

    /** New ones: 96 and 192 random bits. */
    public static IceCredentials random(SecureRandom random) {
        return new IceCredentials(text(random, 16), text(random, 32));
    }

    private static String text(SecureRandom random, int characters) {
        StringBuilder text = new StringBuilder(characters);
        for (int i = 0; i < characters; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return "IceCredentials[" + ufrag + "]";
    }
}
