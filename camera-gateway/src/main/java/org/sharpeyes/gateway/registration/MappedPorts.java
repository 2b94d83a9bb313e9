package org.sharpeyes.gateway.registration;

import java.net.InetSocketAddress;
import org.sharpeyes.gateway.access.AccessPath;
import org.sharpeyes.gateway.access.CameraService;
import org.sharpeyes.gateway.access.IpLiteral;

/**
 * What a technician is told when a device answers on one port and then announces another that nobody can reach: it
 * stands behind a router, knows nothing of the router's ports, and only a person can say them. Immutable.
 *
 * @param path how the device is reached
 * @param reachedOn port on which its device service answered
 */
record MappedPorts(AccessPath path, int reachedOn) {

    /**
     * @param announced where the device says that the service is
     * @param reason why that failed
     * @return the reason, and what to do if the port may be an inner one
     */
    String explain(CameraService service, InetSocketAddress announced, String reason) {
        if (path.port(service).isPresent() || !behindRouter(service, announced)) {
            return reason;
        }
        return reason + "; the device announces its " + service + " service on port " + announced.getPort() + " of "
                + IpLiteral.inUri(announced.getAddress()) + " and was reached on port " + reachedOn
                + ": if its ports are mapped, register it with an access path (host, onvifPort, rtspPort)";
    }

    /** With one port for each service, ONVIF has the one that answered; RTSP has another in any case. */
    private boolean behindRouter(CameraService service, InetSocketAddress announced) {
        return service == CameraService.ONVIF
                ? announced.getPort() != reachedOn
                : path.port(CameraService.ONVIF).isPresent();
    }
}
