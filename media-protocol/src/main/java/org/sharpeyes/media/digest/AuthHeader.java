package org.sharpeyes.media.digest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A scheme with either parameters or one token68 (RFC 7235 §2.1). */
record AuthHeader(String scheme, Map<String, String> parameters, String token) {
    static final int MAX_CHARACTERS = 8 * 1024;
    static final int MAX_PARAMETERS = 64;

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    static String quote(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Every scheme in {@code text} with its parameters; what is too long or broken ends the list. */
    static List<AuthHeader> parseAll(String text) {
        if (text.length() > MAX_CHARACTERS) {
            return List.of();
        }
        return new Parser(text).parse();
    }

    private static final class Parser {
        private final String text;
        private int at;
        private int count;

        Parser(String text) {
            this.text = text;
        }

        List<AuthHeader> parse() {
            List<AuthHeader> all = new ArrayList<>();
            String scheme = "";
            String token = "";
            Map<String, String> parameters = new LinkedHashMap<>();
            while (true) {
                skip(" \t,");
                if (at >= text.length() || ++count > MAX_PARAMETERS) {
                    break;
                }
                String word = word();
                if (word.isEmpty()) {
                    break;
                }
                skip(" \t");
                if (!scheme.isEmpty() && at < text.length() && text.charAt(at) == '=' && !padding()) {
                    at++;
                    skip(" \t");
                    parameters.putIfAbsent(word.toLowerCase(Locale.ROOT), value());
                } else if (!scheme.isEmpty() && parameters.isEmpty() && token.isEmpty() && tokenFollows()) {
                    int from = at;
                    skip("=");
                    token = word + text.substring(from, at);
                } else {
                    if (!scheme.isEmpty()) {
                        all.add(new AuthHeader(scheme, Map.copyOf(parameters), token));
                    }
                    scheme = word;
                    token = "";
                    parameters = new LinkedHashMap<>();
                }
            }
            if (!scheme.isEmpty()) {
                all.add(new AuthHeader(scheme, Map.copyOf(parameters), token));
            }
            return all;
        }

        /** A run of '=' up to the end or a comma is base64 padding, not an assignment. */
        private boolean padding() {
            int i = at;
            while (i < text.length() && text.charAt(i) == '=') {
                i++;
            }
            return i == text.length();
        }

        /** A word with no parameter behind it that ends the text is the scheme's one token. */
        private boolean tokenFollows() {
            return at >= text.length() || padding();
        }

        private void skip(String set) {
            while (at < text.length() && set.indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private String word() {
            int from = at;
            while (at < text.length() && " \t,=\"".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(from, at);
        }

        private String value() {
            if (at >= text.length() || text.charAt(at) != '"') {
                return word();
            }
            StringBuilder value = new StringBuilder();
            at++;
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at++));
            }
            at++;
            return value.toString();
        }
    }
}
