package org.sharpeyes.server.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * A failure that is the caller's to know, answered as RFC 9457 problem details. Its {@link Type} is part of the API's
 * contract.
 */
public final class ApiProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_VALUE = 120;

    /** The stable {@code type}s; the address is a name, not a page. */
    public enum Type {
        INVALID_VALUE(HttpStatus.BAD_REQUEST, "A value cannot be used"),
        MALFORMED_REQUEST(HttpStatus.BAD_REQUEST, "The request cannot be read"),
        NOT_SIGNED_IN(HttpStatus.UNAUTHORIZED, "Sign in first"),
        SIGN_IN_FAILED(HttpStatus.UNAUTHORIZED, "User name or password is wrong"),
        FORBIDDEN(HttpStatus.FORBIDDEN, "Not allowed"),
        FOREIGN_ORIGIN(HttpStatus.FORBIDDEN, "The request comes from another site"),
        NOT_FOUND(HttpStatus.NOT_FOUND, "Not found"),
        METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The method is not offered here"),
        NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "The wanted form is not offered here"),
        CONFLICT(HttpStatus.CONFLICT, "It conflicts with what is there"),
        CHANGED_MEANWHILE(HttpStatus.PRECONDITION_FAILED, "Somebody else changed it meanwhile"),
        TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The request is too large"),
        UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The content type is not understood"),
        TOO_MANY_ATTEMPTS(HttpStatus.TOO_MANY_REQUESTS, "Too many attempts"),
        INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "An error of ours"),
        UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Not possible at the moment"),
        CAMERA_UNREACHABLE(HttpStatus.BAD_GATEWAY, "The camera does not answer");

        private final HttpStatus status;
        private final String title;

        Type(HttpStatus status, String title) {
            this.status = status;
            this.title = title;
        }

        public HttpStatus status() {
            return status;
        }

        String title() {
            return title;
        }

        /** {@code urn:sharp-eyes:problem:invalid-value} and so on. */
        public String uri() {
            return "urn:sharp-eyes:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Type type;
    private final Map<String, Object> members;
    private final @Nullable Integer retryAfterSeconds;

    private ApiProblem(Type type, String detail, Map<String, Object> members, @Nullable Integer retryAfterSeconds) {
        super(detail);
        this.type = type;
        this.members = Map.copyOf(members);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public static ApiProblem of(Type type, String detail) {
        return new ApiProblem(type, detail, Map.of(), null);
    }

    /**
     * A value of the request cannot be used.
     *
     * @param field name of the field, parameter or path variable
     * @param value what was sent; cut when long; never shown for a field that holds a secret
     * @param expected what would have been right
     */
    public static ApiProblem invalid(String field, @Nullable Object value, String expected) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("field", field);
        members.put("value", shown(field, value));
        members.put("expected", expected);
        return new ApiProblem(
                Type.INVALID_VALUE,
                field + ": " + shown(field, value) + " (expected: " + expected + ")",
                members,
                null);
    }

    /** What is not there, and also what the caller may not know of: the same answer in every respect. */
    public static ApiProblem notFound() {
        return of(Type.NOT_FOUND, "There is no such thing, or it is not shown to you");
    }

    /** The caller sees the thing but may not do this with it. */
    public static ApiProblem forbidden(String reason) {
        return of(Type.FORBIDDEN, reason);
    }

    public static ApiProblem conflict(String detail) {
        return of(Type.CONFLICT, detail);
    }

    /**
     * Somebody else changed the thing since the caller read it; nothing was written.
     *
     * @param version of it now
     * @param changes that the caller has not seen
     */
    public static ApiProblem changedMeanwhile(String detail, long version, List<?> changes) {
        return new ApiProblem(
                Type.CHANGED_MEANWHILE, detail, Map.of("version", version, "changes", List.copyOf(changes)), null);
    }

    /** Not possible now; the caller may try again after so many seconds. */
    public static ApiProblem retryLater(Type type, String detail, int seconds) {
        return new ApiProblem(type, detail, Map.of(), seconds);
    }

    public Type type() {
        return type;
    }

    Map<String, Object> members() {
        return members;
    }

    @Nullable
    Integer retryAfterSeconds() {
        return retryAfterSeconds;
    }

    private static String shown(String field, @Nullable Object value) {
        String name = field.toLowerCase(Locale.ROOT);
        if (name.contains("password") || name.contains("secret") || name.contains("token")) {
            return "(not shown)";
        }
        if (value == null) {
            return "none";
        }
        String text = value.toString();
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
    }
}
