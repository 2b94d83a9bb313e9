package org.sharpeyes.gateway.soap;

/** Why an exchange with a device brought no usable answer. */
public enum LinkFailure {
    /** No answer to the connection: cable, power, route. */
    UNREACHABLE,
    /** The host answers, the port is closed. */
    REFUSED,
    /** Connected, but no whole answer in time. */
    SILENT,
    /** An answer over the limit. */
    TOO_LARGE,
    /** Closed in the middle, or not HTTP. */
    BROKEN,
    /** Too many calls wait for this device already. */
    BUSY
}
