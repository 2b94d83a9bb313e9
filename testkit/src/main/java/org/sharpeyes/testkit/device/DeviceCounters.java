package org.sharpeyes.testkit.device;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What one device has seen; written on its loop, read anywhere. Thread-safe. */
public final class DeviceCounters {
    private final AtomicLong onvifRequests = new AtomicLong();
    private final AtomicLong authenticationFailures = new AtomicLong();
    private final AtomicLong lockOuts = new AtomicLong();
    private final AtomicLong keyFrameRequests = new AtomicLong();
    private final AtomicInteger connections = new AtomicInteger();

    /** SOAP requests read, refused ones included. */
    public AtomicLong onvifRequests() {
        return onvifRequests;
    }

    /** Wrong credentials on any service; a request without any does not count. */
    public AtomicLong authenticationFailures() {
        return authenticationFailures;
    }

    /** How often wrong passwords locked the device. */
    public AtomicLong lockOuts() {
        return lockOuts;
    }

    /** Synchronisation points asked for over ONVIF. */
    public AtomicLong keyFrameRequests() {
        return keyFrameRequests;
    }

    /** Open TCP connections of all services. */
    public AtomicInteger connections() {
        return connections;
    }
}
