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
 * @param path with query
 */
public record StreamAddress(InetSocketAddress socket, String path) {
    /** @throws RefusedAddressException if the announced address is not RTSP */
    public static StreamAddress announced(String uri, AccessPath path) throws RefusedAddressException {
        DeviceUri announced = DeviceUri.parse(uri);
        if (!announced.scheme().equals("rtsp")) {
            throw new RefusedAddressException("stream address: " + announced.scheme() + " (expected: rtsp)");
        }
        return new StreamAddress(announced.over(path, CameraService.RTSP), announced.target());
    }

    public String uri() {
        return "rtsp://" + IpLiteral.inUri(socket.getAddress()) + ":" + socket.getPort() + path;
    }

    @Override
    public String toString() {
        return uri();
    }
}
