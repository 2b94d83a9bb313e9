package org.sharpeyes.media.rtsp;

/** Status codes (RFC 2326 §7.1.1) that this project sends or reacts to. */
public final class RtspStatus {
    public static final int OK = 200;
    public static final int MOVED_PERMANENTLY = 301;
    public static final int FOUND = 302;
    public static final int BAD_REQUEST = 400;
    public static final int UNAUTHORIZED = 401;
    public static final int FORBIDDEN = 403;
    public static final int NOT_FOUND = 404;
    public static final int METHOD_NOT_ALLOWED = 405;
    public static final int NOT_ACCEPTABLE = 406;
    public static final int REQUEST_TIMEOUT = 408;
    public static final int GONE = 410;
    public static final int REQUEST_ENTITY_TOO_LARGE = 413;
    public static final int REQUEST_URI_TOO_LONG = 414;
    public static final int UNSUPPORTED_MEDIA_TYPE = 415;
    public static final int PARAMETER_NOT_UNDERSTOOD = 451;
    public static final int NOT_ENOUGH_BANDWIDTH = 453;
    public static final int SESSION_NOT_FOUND = 454;
    public static final int METHOD_NOT_VALID_IN_THIS_STATE = 455;
    public static final int HEADER_FIELD_NOT_VALID = 456;
    public static final int INVALID_RANGE = 457;
    public static final int AGGREGATE_OPERATION_NOT_ALLOWED = 459;
    public static final int ONLY_AGGREGATE_OPERATION_ALLOWED = 460;
    public static final int UNSUPPORTED_TRANSPORT = 461;
    public static final int DESTINATION_UNREACHABLE = 462;
    public static final int INTERNAL_SERVER_ERROR = 500;
    public static final int NOT_IMPLEMENTED = 501;
    public static final int BAD_GATEWAY = 502;
    public static final int SERVICE_UNAVAILABLE = 503;
    public static final int GATEWAY_TIMEOUT = 504;
    public static final int RTSP_VERSION_NOT_SUPPORTED = 505;
    public static final int OPTION_NOT_SUPPORTED = 551;

    private RtspStatus() {}

    /** The reason phrase of {@code status}, or a general one of its class. */
    public static String reason(int status) {
        return switch (status) {
            case OK -> "OK";
            case MOVED_PERMANENTLY -> "Moved Permanently";
            case FOUND -> "Moved Temporarily";
            case BAD_REQUEST -> "Bad Request";
            case UNAUTHORIZED -> "Unauthorized";
            case FORBIDDEN -> "Forbidden";
            case NOT_FOUND -> "Not Found";
            case METHOD_NOT_ALLOWED -> "Method Not Allowed";
            case NOT_ACCEPTABLE -> "Not Acceptable";
            case REQUEST_TIMEOUT -> "Request Time-out";
            case GONE -> "Gone";
            case REQUEST_ENTITY_TOO_LARGE -> "Request Entity Too Large";
            case REQUEST_URI_TOO_LONG -> "Request-URI Too Large";
            case UNSUPPORTED_MEDIA_TYPE -> "Unsupported Media Type";
            case PARAMETER_NOT_UNDERSTOOD -> "Parameter Not Understood";
            case NOT_ENOUGH_BANDWIDTH -> "Not Enough Bandwidth";
            case SESSION_NOT_FOUND -> "Session Not Found";
            case METHOD_NOT_VALID_IN_THIS_STATE -> "Method Not Valid in This State";
            case HEADER_FIELD_NOT_VALID -> "Header Field Not Valid for Resource";
            case INVALID_RANGE -> "Invalid Range";
            case AGGREGATE_OPERATION_NOT_ALLOWED -> "Aggregate Operation Not Allowed";
            case ONLY_AGGREGATE_OPERATION_ALLOWED -> "Only Aggregate Operation Allowed";
            case UNSUPPORTED_TRANSPORT -> "Unsupported Transport";
            case DESTINATION_UNREACHABLE -> "Destination Unreachable";
            case INTERNAL_SERVER_ERROR -> "Internal Server Error";
            case NOT_IMPLEMENTED -> "Not Implemented";
            case BAD_GATEWAY -> "Bad Gateway";
            case SERVICE_UNAVAILABLE -> "Service Unavailable";
            case GATEWAY_TIMEOUT -> "Gateway Time-out";
            case RTSP_VERSION_NOT_SUPPORTED -> "RTSP Version Not Supported";
            case OPTION_NOT_SUPPORTED -> "Option Not Supported";
            default -> status < 200 ? "Continue" : status < 300 ? "Success" : status < 400 ? "Redirection" : "Error";
        };
    }
}
