package org.sharpeyes.gateway.soap;

import java.util.List;

/**
 * What came back, whatever the status. Redirects are answers like others: nobody follows them.
 *
 * @param challenges values of {@code WWW-Authenticate}
 */
public record HttpAnswer(int status, List<String> challenges, byte[] body) {
    public HttpAnswer {
        challenges = List.copyOf(challenges);
    }
}
