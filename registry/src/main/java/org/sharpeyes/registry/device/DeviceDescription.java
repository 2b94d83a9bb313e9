package org.sharpeyes.registry.device;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What identifies a device and what it is. At least one of endpoint, serial and MAC is known.
 *
 * @param endpoint WS-Discovery endpoint address; for a bare stream {@code stream:host:port/path}
 * @param mac six bytes in hexadecimal, colons between
 */
public record DeviceDescription(
        DeviceKind kind,
        @Nullable String endpoint,
        @Nullable String serial,
        @Nullable String mac,
        String manufacturer,
        String model,
        String firmware) {
    public DeviceDescription {
        requireNonNull(kind, "kind");
        requireNonNull(manufacturer, "manufacturer");
        requireNonNull(model, "model");
        requireNonNull(firmware, "firmware");
        endpoint = emptyToNull(endpoint);
        serial = emptyToNull(serial);
        mac = emptyToNull(mac);
        if (mac != null) {
            mac = mac.toLowerCase(Locale.ROOT).replace('-', ':');
            if (!mac.matches("[0-9a-f]{2}(:[0-9a-f]{2}){5}")) {
                throw new IllegalArgumentException("mac: \"" + mac + "\" (expected: six bytes, aa:bb:cc:dd:ee:ff)");
            }
        }
        if (endpoint == null && serial == null && mac == null) {
            throw new IllegalArgumentException("identity: none (expected: endpoint, serial or MAC)");
        }
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
