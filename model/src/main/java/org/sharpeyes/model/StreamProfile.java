package org.sharpeyes.model;

/** Which stream of a channel: {@code main} for one enlarged picture and the recorder, {@code sub} for tiles. */
public enum StreamProfile {
    MAIN("main"),
    SUB("sub");

    private final String text;

    StreamProfile(String text) {
        this.text = text;
    }

    /** The spelling in addresses and JSON. */
    public String text() {
        return text;
    }

    /** @throws IllegalArgumentException if {@code text} is neither {@code main} nor {@code sub} */
    public static StreamProfile parse(String text) {
        for (StreamProfile profile : values()) {
            if (profile.text.equals(text)) {
                return profile;
            }
        }
        throw new IllegalArgumentException("profile: \"" + text + "\" (expected: main or sub)");
    }
}
