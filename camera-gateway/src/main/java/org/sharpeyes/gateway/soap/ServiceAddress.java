package org.sharpeyes.gateway.soap;

import java.net.InetSocketAddress;
import org.sharpeyes.gateway.access.AccessPath;
import org.sharpeyes.gateway.access.CameraService;
import org.sharpeyes.gateway.access.DeviceUri;
import org.sharpeyes.gateway.access.IpLiteral;
import org.sharpeyes.gateway.access.RefusedAddressException;

/**
 * Where an ONVIF service is called: always on the device's access path, whatever it announced.
 *
 * @param path with query
 */
public record ServiceAddress(InetSocketAddress socket, String path) {
    public static final String DEVICE_SERVICE = "/onvif/device_service";

    /** @throws RefusedAddressException if it is not http */
    public static ServiceAddress announced(String uri, AccessPath path) throws RefusedAddressException {
        DeviceUri announced = DeviceUri.parse(uri);
        if (!announced.scheme().equals("http")) {
            throw new RefusedAddressException("service address: " + announced.scheme() + " (expected: http)");
        }
        return new ServiceAddress(announced.over(path, CameraService.ONVIF), announced.target());
    }

    @Override
    public String toString() {
        return IpLiteral.inUri(socket.getAddress()) + ":" + socket.getPort() + path;
    }
}
