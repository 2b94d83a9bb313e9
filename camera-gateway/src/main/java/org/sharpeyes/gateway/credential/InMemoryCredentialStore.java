package org.sharpeyes.gateway.credential;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.sharpeyes.gateway.access.CameraService;
import org.sharpeyes.model.DeviceId;

/** Keeps sealed credentials until the process ends. Thread-safe. */
public final class InMemoryCredentialStore implements CredentialStore {
    private record Slot(DeviceId device, CameraService service) {}

    private record Tried(DeviceId device, String fingerprint) {}

    private final Map<Slot, byte[]> sealedBySlot = new HashMap<>();
    private final Map<Tried, Integer> refusalsByTry = new HashMap<>();

    @Override
    public synchronized void save(DeviceId device, CameraService service, byte[] sealed) {
        sealedBySlot.put(new Slot(device, service), sealed.clone());
    }

    @Override
    public synchronized Optional<byte[]> find(DeviceId device, CameraService service) {
        return Optional.ofNullable(sealedBySlot.get(new Slot(device, service))).map(byte[]::clone);
    }

    @Override
    public synchronized int refusals(DeviceId device, byte[] fingerprint) {
        return refusalsByTry.getOrDefault(new Tried(device, HexFormat.of().formatHex(fingerprint)), 0);
    }

    @Override
    public synchronized void saveRefusals(DeviceId device, byte[] fingerprint, int refusals) {
        refusalsByTry.put(new Tried(device, HexFormat.of().formatHex(fingerprint)), refusals);
    }
}
