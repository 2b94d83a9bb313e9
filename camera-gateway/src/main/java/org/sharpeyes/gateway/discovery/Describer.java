package org.sharpeyes.gateway.discovery;

import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sharpeyes.gateway.access.AccessPath;
import org.sharpeyes.gateway.access.AllowedNetworks;
import org.sharpeyes.gateway.access.CameraService;
import org.sharpeyes.gateway.access.DeviceUri;
import org.sharpeyes.gateway.access.IpLiteral;
import org.sharpeyes.gateway.access.RefusedAddressException;
import org.sharpeyes.gateway.discovery.FoundDevice.Finding;
import org.sharpeyes.gateway.soap.DeviceClock;
import org.sharpeyes.gateway.soap.OnvifDevice;
import org.sharpeyes.gateway.soap.OnvifFailedException;
import org.sharpeyes.gateway.soap.ServiceAddress;
import org.sharpeyes.model.DeviceId;
import org.sharpeyes.onvif.device.GetDeviceInformation;
import org.sharpeyes.onvif.discovery.AnnouncedDevice;
import org.sharpeyes.onvif.soap.Nothing;

/**
 * Asks a found device what it says without a password: its clock, and who made it. Never sends credentials. Blocks;
 * thread-safe.
 */
public final class Describer {
    private static final String SCOPE = "onvif://www.onvif.org/";
    private static final int LONGEST_WORD = 120;
    private static final int MOST_ADDRESSES = 6;

    private final OnvifDevice.Means means;
    private final AllowedNetworks allowed;
    private final Duration driftWorthNoting;

    public Describer(OnvifDevice.Means means, AllowedNetworks allowed, Duration driftWorthNoting) {
        this.means = means;
        this.allowed = allowed;
        this.driftWorthNoting = driftWorthNoting;
    }

    private record Candidate(AccessPath path, int port, String servicePath, boolean announced) {}

    /** Describes what answered WS-Discovery; empty if it is nowhere a camera may be. */
    Optional<Finding> ask(AnnouncedDevice device, InetAddress source, String reason) throws InterruptedException {
        List<String> reasons = new ArrayList<>(List.of(reason));
        Set<Candidate> candidates = candidates(device, source, reasons);
        for (Candidate candidate : candidates) {
            Finding finding = finding(candidate, Optional.of(device), reasons);
            OnvifDevice onvif = onvif(candidate);
            try {
                List<String> more = new ArrayList<>(reasons);
                more.addAll(clock(onvif));
                if (!candidate.path().host().equals(source)) {
                    more.add("answered from " + IpLiteral.inUri(source) + ", announces "
                            + IpLiteral.inUri(candidate.path().host()));
                }
                return Optional.of(withInformation(onvif, with(finding, more)));
            } catch (OnvifFailedException e) {
                reasons.add("no ONVIF at " + onvif.deviceService() + ": "
                        + e.kind().name().toLowerCase(java.util.Locale.ROOT));
            }
        }
        // It does speak WS-Discovery: a person should know, even if nothing else answers.
        return candidates.stream().findFirst().map(candidate -> finding(candidate, Optional.of(device), reasons));
    }

    /** Describes what is expected at an address; empty if nothing there speaks ONVIF. */
    Optional<Finding> ask(AccessPath path, int port, String reason) throws InterruptedException {
        Candidate candidate = new Candidate(path, port, ServiceAddress.DEVICE_SERVICE, false);
        OnvifDevice onvif = onvif(candidate);
        try {
            List<String> reasons = new ArrayList<>(List.of(reason));
            reasons.addAll(clock(onvif));
            return Optional.of(withInformation(onvif, finding(candidate, Optional.empty(), reasons)));
        } catch (OnvifFailedException nothingThere) {
            return Optional.empty();
        }
    }

    private Set<Candidate> candidates(AnnouncedDevice device, InetAddress source, List<String> reasons) {
        Set<Candidate> candidates = new LinkedHashSet<>();
        List<Candidate> elsewhere = new ArrayList<>();
        List<Candidate> atSource = new ArrayList<>();
        for (String address :
                device.addresses().subList(0, Math.min(device.addresses().size(), MOST_ADDRESSES))) {
            try {
                DeviceUri uri = DeviceUri.parse(address);
                if (!uri.scheme().equals("http")) {
                    reasons.add("announces " + uri.scheme() + ", which is not spoken here");
                    continue;
                }
                InetAddress host = uri.address().orElse(null);
                if (host != null && host.equals(source) && allowed.allows(host)) {
                    candidates.add(new Candidate(AccessPath.direct(host), uri.port(), uri.target(), true));
                } else if (host != null && allowed.allows(host)) {
                    elsewhere.add(new Candidate(AccessPath.direct(host), uri.port(), uri.target(), true));
                } else {
                    reasons.add("announces an address that is not allowed");
                }
                if (allowed.allows(source)) {
                    atSource.add(new Candidate(AccessPath.direct(source), uri.port(), uri.target(), false));
                }
            } catch (RefusedAddressException e) {
                reasons.add("announces an unusable address: " + e.getMessage());
            }
        }
        candidates.addAll(elsewhere);
        candidates.addAll(atSource);
        if (candidates.isEmpty() && allowed.allows(source)) {
            candidates.add(new Candidate(AccessPath.direct(source), 80, ServiceAddress.DEVICE_SERVICE, false));
        }
        return candidates;
    }

    private OnvifDevice onvif(Candidate candidate) {
        return new OnvifDevice(
                DeviceId.random(),
                new ServiceAddress(
                        candidate.path().socket(CameraService.ONVIF, candidate.port()), candidate.servicePath()),
                null,
                means);
    }

    private List<String> clock(OnvifDevice onvif) throws OnvifFailedException, InterruptedException {
        try {
            DeviceClock clock = onvif.readClock();
            return clock.drifted(driftWorthNoting) ? List.of("its clock is " + clock.words()) : List.of();
        } catch (OnvifFailedException e) {
            if (e.kind() == OnvifFailedException.Kind.NO_PASSWORD) {
                return List.of("does not tell its clock without a password");
            }
            throw e;
        }
    }

    private static Finding withInformation(OnvifDevice onvif, Finding finding) throws InterruptedException {
        try {
            GetDeviceInformation.Answer told = onvif.call(GetDeviceInformation.OPERATION, new Nothing());
            List<String> reasons = new ArrayList<>(finding.reasons());
            reasons.add("tells who it is without a password");
            return Findings.described(
                    with(finding, reasons),
                    plain(told.manufacturer()),
                    plain(told.model()),
                    plain(told.serialNumber()));
        } catch (OnvifFailedException wantsAPassword) {
            return finding;
        }
    }

    private static Finding finding(Candidate candidate, Optional<AnnouncedDevice> device, List<String> reasons) {
        List<String> scopes = device.map(AnnouncedDevice::scopes).orElse(List.of());
        return new Finding(
                device.map(AnnouncedDevice::identity).map(Describer::plain),
                candidate.path(),
                candidate.port(),
                candidate.servicePath(),
                scope(scopes, "name/"),
                "",
                scope(scopes, "hardware/"),
                "",
                scope(scopes, "location/"),
                reasons);
    }

    private static Finding with(Finding finding, List<String> reasons) {
        return new Finding(
                finding.endpoint(),
                finding.path(),
                finding.onvifPort(),
                finding.servicePath(),
                finding.name(),
                finding.manufacturer(),
                finding.model(),
                finding.serial(),
                finding.location(),
                reasons);
    }

    private static String scope(List<String> scopes, String part) {
        return scopes.stream()
                .filter(scope -> scope.startsWith(SCOPE + part))
                .map(scope -> decoded(scope.substring((SCOPE + part).length())))
                .map(Describer::plain)
                .findFirst()
                .orElse("");
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    /** Words of a stranger: one line, bounded. */
    static String plain(String words) {
        String line = words.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").strip();
        return line.length() > LONGEST_WORD ? line.substring(0, LONGEST_WORD) : line;
    }
}
