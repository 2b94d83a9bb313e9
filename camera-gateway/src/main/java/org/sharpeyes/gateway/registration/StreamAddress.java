package org.sharpeyes.gateway.registration;

import java.net.InetSocketAddress;
import org.sharpeyes.gateway.access.AccessPath;
import org.sharpeyes.gateway.access.CameraService;
import org.sharpeyes.gateway.access.DeviceUri;
import org.sharpeyes.gateway.access.IpLiteral;
import org.sharpeyes.gateway.access.RefusedAddressException;

/**
 * Where an RTSP stream is, held to the access path; without user or password.
 *
 * @param http where it may speak RTSP over HTTP: the port that its web service is mapped to, else {@code socket}
 * @param path with query
 */
public record StreamAddress(InetSocketAddress socket, InetSocketAddress http, String path) {
    /** @throws RefusedAddressException if the announced address is not RTSP */
    public static StreamAddress announced(String uri, AccessPath path) throws RefusedAddressException {
        DeviceUri announced = DeviceUri.parse(uri);
        if (!announced.scheme().equals("rtsp")) {
            throw new RefusedAddressException("stream address: " + announced.scheme() + " (expected: rtsp)");
        }
        InetSocketAddress socket = announced.over(path, CameraService.RTSP);
        InetSocketAddress http = new InetSocketAddress(
                socket.getAddress(), path.port(CameraService.ONVIF).orElse(socket.getPort()));
        return new StreamAddress(socket, http, announced.target());
    }

    public String uri() {
        return "rtsp://" + IpLiteral.inUri(socket.getAddress()) + ":" + socket.getPort() + path;
    }

    @Override
    public String toString() {
        return uri();
    }
}
