package org.sharpeyes.gateway.credential;

import java.util.Optional;
import org.sharpeyes.gateway.access.CameraService;
import org.sharpeyes.model.DeviceId;

/** Where sealed credentials and counts of refusals are kept. Thread-safe; may block. */
public interface CredentialStore {
    /** @param sealed user name and password as {@link CredentialKey} sealed them */
    void save(DeviceId device, CameraService service, byte[] sealed);

    Optional<byte[]> find(DeviceId device, CameraService service);

    /** How often the device refused the password of this fingerprint since it was last accepted. */
    int refusals(DeviceId device, byte[] fingerprint);

    void saveRefusals(DeviceId device, byte[] fingerprint, int refusals);
}
