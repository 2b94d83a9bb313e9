package org.sharpeyes.gateway.credential;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.sharpeyes.gateway.access.CameraService;
import org.sharpeyes.model.DeviceId;

/** Passwords of cameras, sealed before they are stored and opened only to be used. Thread-safe; may block. */
public final class Vault {
    private final CredentialKey key;
    private final CredentialStore store;

    public Vault(CredentialKey key, CredentialStore store) {
        this.key = key;
        this.store = store;
    }

    public void keep(DeviceId device, CameraService service, Credentials credentials) {
        String clear = credentials.username() + '\n' + credentials.password();
        store.save(device, service, key.seal(clear.getBytes(StandardCharsets.UTF_8), belongsTo(device, service)));
    }

    /** Credentials of that service, or else those of ONVIF: most devices have one account for all. */
    public Optional<Credentials> of(DeviceId device, CameraService service) throws UnsealException {
        Optional<Credentials> own = exactly(device, service);
        return own.isPresent() || service == CameraService.ONVIF ? own : exactly(device, CameraService.ONVIF);
    }

    private Optional<Credentials> exactly(DeviceId device, CameraService service) throws UnsealException {
        byte[] sealed = store.find(device, service).orElse(null);
        if (sealed == null) {
            return Optional.empty();
        }
        String clear = new String(key.open(sealed, belongsTo(device, service)), StandardCharsets.UTF_8);
        int end = clear.indexOf('\n');
        return Optional.of(new Credentials(clear.substring(0, end), clear.substring(end + 1)));
    }

    private static byte[] belongsTo(DeviceId device, CameraService service) {
        return (device + "/" + service).getBytes(StandardCharsets.UTF_8);
    }
}
