package org.sharpeyes.gateway.soap;

/** An exchange with a device that brought no answer; the message names the device's address. */
public final class LinkFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final LinkFailure failure;

    public LinkFailedException(LinkFailure failure, String message) {
        // One per missed probe: the stack of an event loop tells nothing and costs most of the probe.
        super(message, null, false, false);
        this.failure = failure;
    }

    public LinkFailure failure() {
        return failure;
    }
}
