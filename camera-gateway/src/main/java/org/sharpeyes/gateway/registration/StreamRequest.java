package org.sharpeyes.gateway.registration;

import java.util.Optional;
import org.sharpeyes.gateway.access.AccessPath;
import org.sharpeyes.gateway.access.AllowedNetworks;
import org.sharpeyes.gateway.access.DeviceUri;
import org.sharpeyes.gateway.access.RefusedAddressException;
import org.sharpeyes.gateway.credential.Credentials;

/**
 * A camera without ONVIF, named by its stream address.
 *
 * @param sub a smaller stream on the same host and port, empty if there is none
 */
public record StreamRequest(
        StreamAddress main, Optional<StreamAddress> sub, Optional<Credentials> credentials, CameraRegister.Wish wish) {
    /** @throws RefusedAddressException if an address is none, or where no camera may be */
    public static StreamRequest of(
            String main,
            Optional<String> sub,
            Optional<Credentials> credentials,
            CameraRegister.Wish wish,
            AllowedNetworks allowed)
            throws RefusedAddressException {
        StreamAddress first = address(main, allowed);
        Optional<StreamAddress> second = sub.isPresent() ? Optional.of(address(sub.get(), allowed)) : Optional.empty();
        if (second.isPresent() && !second.get().socket().equals(first.socket())) {
            throw new RefusedAddressException("sub: another host or port than main (expected: the same)");
        }
        return new StreamRequest(first, second, credentials, wish);
    }

    private static StreamAddress address(String text, AllowedNetworks allowed) throws RefusedAddressException {
        var host = DeviceUri.parse(text)
                .address()
                .orElseThrow(
                        () -> new RefusedAddressException("stream address: host is a name (expected: an IP address)"));
        allowed.require(host);
        return StreamAddress.announced(text, AccessPath.direct(host));
    }
}
