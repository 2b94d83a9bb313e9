/**
 * How the HTTP port behaves for every feature: problem answers, limits, headers.
 *
 * <p>Start from {@link org.sharpeyes.server.http.ApiProblem}: a controller throws one, the caller gets RFC 9457.
 */
@NullMarked
package org.sharpeyes.server.http;

import org.jspecify.annotations.NullMarked;
