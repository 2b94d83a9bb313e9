package org.sharpeyes.model;

/**
 * What went over the wire when something was observed, as text: the proof that a technician can open.
 *
 * @param sent the question, without credentials; at most {@value #MOST_CHARACTERS} characters, longer is cut
 * @param received the answer as far as it was read; empty when none came
 */
public record Exchange(String sent, String received) {
    public static final int MOST_CHARACTERS = 4_096;

    public Exchange {
        sent = cut(sent);
        received = cut(received);
    }

    private static String cut(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS);
    }
}
