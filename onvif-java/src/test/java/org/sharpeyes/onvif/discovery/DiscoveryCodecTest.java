package org.sharpeyes.onvif.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sharpeyes.onvif.discovery.DiscoveryMessage.AppSequence;
import org.sharpeyes.onvif.discovery.DiscoveryMessage.Bye;
import org.sharpeyes.onvif.discovery.DiscoveryMessage.Hello;
import org.sharpeyes.onvif.discovery.DiscoveryMessage.Probe;
import org.sharpeyes.onvif.discovery.DiscoveryMessage.ProbeMatches;
import org.sharpeyes.onvif.discovery.DiscoveryMessage.Resolve;
import org.sharpeyes.onvif.discovery.DiscoveryMessage.ResolveMatches;

class DiscoveryCodecTest {
    private static final String ID = "urn:uuid:0a1b2c3d-0000-4000-8000-000000000001";
    private static final AnnouncedDevice DEVICE = new AnnouncedDevice(
            "urn:uuid:0A1B2C3D-0000-4000-8000-000000000002",
            List.of("NetworkVideoTransmitter"),
            List.of("onvif://www.onvif.org/name/gate", "onvif://www.onvif.org/location/village"),
            List.of("http://192.0.2.1/onvif/device_service", "http://[2001:db8::1]/onvif/device_service"),
            3);
    private static final AppSequence INSTANCE = new AppSequence(1_700_000_000L, 4);

    private final DiscoveryCodec codec = new DiscoveryCodec();

    @Test
    void everyMessageIsReadAsItWasWritten() throws Exception {
        for (DiscoveryMessage message : List.of(
                Probe.forCameras(ID),
                new Probe(ID, List.of(), List.of("onvif://www.onvif.org/location")),
                new ProbeMatches(ID, ID, List.of(DEVICE, DEVICE), INSTANCE),
                new Resolve(ID, DEVICE.endpoint()),
                new ResolveMatches(ID, ID, Optional.of(DEVICE), INSTANCE),
                new ResolveMatches(ID, ID, Optional.empty(), INSTANCE),
                new Hello(ID, DEVICE, INSTANCE),
                new Bye(ID, DEVICE.endpoint(), INSTANCE))) {
            assertThat(codec.read(codec.write(message))).isEqualTo(message);
        }
    }

    @Test
    void oneDeviceHasOneIdentityHoweverItSpellsItsEndpoint() {
        AnnouncedDevice without =
                new AnnouncedDevice("uuid:0a1b2c3d-0000-4000-8000-000000000002", List.of(), List.of(), List.of(), 0);
        assertThat(without.identity()).isEqualTo(DEVICE.identity());
    }

    @Test
    void aProbeAsksForTypesAndScopesByPrefix() {
        assertThat(Probe.forCameras(ID).asksFor(DEVICE)).isTrue();
        assertThat(new Probe(ID, List.of("Printer"), List.of()).asksFor(DEVICE)).isFalse();
        assertThat(new Probe(ID, List.of(), List.of("onvif://www.onvif.org/location")).asksFor(DEVICE))
                .isTrue();
        assertThat(new Probe(ID, List.of(), List.of("onvif://www.onvif.org/loc")).asksFor(DEVICE))
                .isFalse();
    }
}
