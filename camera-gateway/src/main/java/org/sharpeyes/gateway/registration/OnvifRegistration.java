package org.sharpeyes.gateway.registration;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.access.AccessPath;
import org.sharpeyes.gateway.access.CameraService;
import org.sharpeyes.gateway.access.RefusedAddressException;
import org.sharpeyes.gateway.credential.Credentials;
import org.sharpeyes.gateway.discovery.FoundDevice;
import org.sharpeyes.gateway.registration.CameraRegister.Channel;
import org.sharpeyes.gateway.registration.CameraRegister.Device;
import org.sharpeyes.gateway.registration.CameraRegister.Kind;
import org.sharpeyes.gateway.registration.CameraRegister.Registered;
import org.sharpeyes.gateway.registration.CameraRegister.Stream;
import org.sharpeyes.gateway.registration.Registrar.GivenUpException;
import org.sharpeyes.gateway.registration.Registrar.Means;
import org.sharpeyes.gateway.registration.Registrar.Progress;
import org.sharpeyes.gateway.registration.Registration.Outcome;
import org.sharpeyes.gateway.registration.Registration.State;
import org.sharpeyes.gateway.registration.Registration.StepName;
import org.sharpeyes.gateway.soap.DeviceClock;
import org.sharpeyes.gateway.soap.OnvifDevice;
import org.sharpeyes.gateway.soap.OnvifFailedException;
import org.sharpeyes.gateway.soap.ServiceAddress;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.onvif.device.GetCapabilities;
import org.sharpeyes.onvif.device.GetDeviceInformation;
import org.sharpeyes.onvif.device.GetNetworkInterfaces;
import org.sharpeyes.onvif.device.GetServices;
import org.sharpeyes.onvif.media.GetProfiles;
import org.sharpeyes.onvif.media.GetStreamUri;
import org.sharpeyes.onvif.media.GetVideoSources;
import org.sharpeyes.onvif.media.MediaProfile;
import org.sharpeyes.onvif.media.VideoEncoding;
import org.sharpeyes.onvif.media.VideoSource;
import org.sharpeyes.onvif.media2.GetProfiles2;
import org.sharpeyes.onvif.media2.GetStreamUri2;
import org.sharpeyes.onvif.soap.Addressing;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Nothing;

/** One run of registering a found ONVIF device. Confined to its job. */
final class OnvifRegistration {
    private static final int MOST_PASSES = 4;
    /** No further look at dark channels after this. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(90);

    private final Means means;
    private final Progress progress;
    private final FoundDevice found;
    private final AccessPath path;
    private final RegistrationRequest request;
    private final OnvifDevice onvif;
    private final MappedPorts ports;

    OnvifRegistration(Means means, Progress progress, FoundDevice found, AccessPath path, RegistrationRequest request) {
        this.means = means;
        this.progress = progress;
        this.found = found;
        this.path = path;
        this.request = request;
        InetSocketAddress device =
                path.socket(CameraService.ONVIF, found.finding().onvifPort());
        this.ports = new MappedPorts(path, device.getPort());
        this.onvif = new OnvifDevice(
                found.guardedAs(),
                new ServiceAddress(device, found.finding().servicePath()),
                request.onvif(),
                means.onvif());
    }

    private record Media(Optional<ServiceAddress> one, Optional<ServiceAddress> two) {}

    private record Located(Channels.Input input, StreamAddress main, Optional<StreamAddress> sub) {}

    void run() throws GivenUpException, InterruptedException {
        clock();
        GetDeviceInformation.Answer information = password();
        String mac = mac();
        Media media = services();
        List<VideoSource> sources = sources(media);
        List<Located> located = profiles(media, sources);
        Map<Integer, FirstFrame.Seen> pictures = firstFrames(located);
        Registered registered = place(information, mac, located, pictures);
        means.vault().keep(registered.device(), CameraService.ONVIF, request.onvif());
        request.rtsp().ifPresent(rtsp -> means.vault().keep(registered.device(), CameraService.RTSP, rtsp));
        means.inbox().registered(found.id(), registered.device());
        progress.registered(registered, pictures);
        progress.end(State.DONE);
    }

    private void clock() throws GivenUpException, InterruptedException {
        try {
            DeviceClock clock = onvif.readClock();
            boolean drifted = clock.drifted(means.driftTolerance());
            progress.step(
                    StepName.CLOCK,
                    drifted ? Outcome.WARNING : Outcome.OK,
                    "clock is " + clock.words() + (clock.ntp() ? ", set by NTP" : ", set by hand"));
        } catch (OnvifFailedException e) {
            if (e.kind() != OnvifFailedException.Kind.NO_PASSWORD) {
                throw progress.failed(StepName.CLOCK, String.valueOf(e.getMessage()));
            }
            progress.step(StepName.CLOCK, Outcome.WARNING, "the device does not tell its clock without a password");
        }
    }

    private GetDeviceInformation.Answer password() throws GivenUpException, InterruptedException {
        if (request.again()) {
            means.onvif().guard().allowAgain(found.guardedAs(), request.onvif());
        }
        try {
            GetDeviceInformation.Answer information = onvif.call(GetDeviceInformation.OPERATION, new Nothing());
            means.inbox()
                    .describe(found.id(), information.manufacturer(), information.model(), information.serialNumber());
            boolean asked = onvif.askedForPassword();
            progress.step(
                    StepName.PASSWORD,
                    asked ? Outcome.OK : Outcome.WARNING,
                    asked
                            ? "accepted; " + information.manufacturer() + " " + information.model()
                            : "the device tells everybody who it is; it asked for no password");
            return information;
        } catch (OnvifFailedException e) {
            throw progress.failed(StepName.PASSWORD, String.valueOf(e.getMessage()));
        }
    }

    /** Helps to know the device again; many do not tell. */
    private String mac() throws InterruptedException {
        try {
            return onvif.call(GetNetworkInterfaces.OPERATION, new Nothing()).interfaces().stream()
                    .map(each -> each.hardwareAddress().toLowerCase(Locale.ROOT).replace('-', ':'))
                    .filter(each -> each.matches("[0-9a-f]{2}(:[0-9a-f]{2}){5}"))
                    .findFirst()
                    .orElse("");
        } catch (OnvifFailedException notTold) {
            return "";
        }
    }

    private Media services() throws GivenUpException, InterruptedException {
        Map<String, String> addresses = new HashMap<>();
        try {
            onvif.call(GetServices.OPERATION, new GetServices.Request(false))
                    .services()
                    .forEach(service -> addresses.putIfAbsent(service.namespace(), service.address()));
        } catch (OnvifFailedException olderThanServices) {
            addresses.clear();
        }
        try {
            if (addresses.isEmpty()) {
                addresses.putAll(onvif.call(GetCapabilities.OPERATION, GetCapabilities.Request.ALL)
                        .addresses());
            }
            Media media = new Media(held(addresses.get(Namespaces.MEDIA)), held(addresses.get(Namespaces.MEDIA2)));
            if (media.one().isEmpty() && media.two().isEmpty()) {
                throw progress.failed(
                        StepName.CHANNELS, "the device has no media service (expected: version 10 or 20)");
            }
            return media;
        } catch (OnvifFailedException | RefusedAddressException e) {
            throw progress.failed(StepName.CHANNELS, String.valueOf(e.getMessage()));
        }
    }

    private Optional<ServiceAddress> held(@Nullable String announced) throws RefusedAddressException {
        return announced == null ? Optional.empty() : Optional.of(ServiceAddress.announced(announced, path));
    }

    private List<VideoSource> sources(Media media) throws GivenUpException, InterruptedException {
        if (media.one().isEmpty()) {
            // Version 20 has no list of inputs; they show in the profiles.
            progress.step(StepName.CHANNELS, Outcome.OK, "media version 20 only: inputs are those of its profiles");
            return List.of();
        }
        try {
            List<VideoSource> sources = onvif.call(
                            media.one().get(), GetVideoSources.OPERATION, new Nothing(), Addressing.NONE)
                    .sources();
            if (sources.isEmpty()) {
                throw progress.failed(StepName.CHANNELS, "the device has no video input (expected: at least one)");
            }
            progress.step(
                    StepName.CHANNELS, Outcome.OK, sources.size() + (sources.size() == 1 ? " channel" : " channels"));
            return sources;
        } catch (OnvifFailedException e) {
            throw progress.failed(StepName.CHANNELS, words(e, media.one().get()));
        }
    }

    private List<Located> profiles(Media media, List<VideoSource> sources)
            throws GivenUpException, InterruptedException {
        boolean two = media.two().isPresent();
        try {
            List<MediaProfile> profiles;
            try {
                profiles = two
                        ? profiles2(media.two().orElseThrow())
                        : profiles1(media.one().orElseThrow());
            } catch (OnvifFailedException e) {
                if (!two || media.one().isEmpty()) {
                    throw e;
                }
                // Some firmware announces version 20 and does not speak it.
                two = false;
                profiles = profiles1(media.one().get());
            }
            List<Located> located = new ArrayList<>();
            for (Channels.Input input : Channels.of(sources, profiles)) {
                StreamAddress main = stream(media, two, input.main());
                Optional<StreamAddress> sub = input.sub().isPresent()
                        ? Optional.of(stream(media, two, input.sub().get()))
                        : Optional.empty();
                // The registry knows one RTSP port per device.
                located.add(new Located(
                        input, main, sub.filter(each -> each.socket().equals(main.socket()))));
            }
            if (located.isEmpty()) {
                throw progress.failed(
                        StepName.PROFILES, profiles.size() + " profiles, none with H.264 or H.265 (expected: one)");
            }
            long withSub =
                    located.stream().filter(each -> each.sub().isPresent()).count();
            int missing = Math.max(0, sources.size() - located.size());
            progress.step(
                    StepName.PROFILES,
                    missing > 0 || withSub < located.size() ? Outcome.WARNING : Outcome.OK,
                    located.size() + " main, " + withSub + " sub streams"
                            + (missing > 0 ? ", " + missing + " inputs without a profile" : ""));
            return located;
        } catch (OnvifFailedException e) {
            throw progress.failed(
                    StepName.PROFILES, words(e, media.one().or(media::two).orElseThrow()));
        } catch (RefusedAddressException e) {
            throw progress.failed(StepName.PROFILES, String.valueOf(e.getMessage()));
        }
    }

    private String words(OnvifFailedException failure, ServiceAddress called) {
        String message = String.valueOf(failure.getMessage());
        return failure.kind() == OnvifFailedException.Kind.UNREACHABLE
                ? ports.explain(CameraService.ONVIF, called.socket(), message)
                : message;
    }

    private List<MediaProfile> profiles1(ServiceAddress service) throws OnvifFailedException, InterruptedException {
        return onvif.call(service, GetProfiles.OPERATION, new Nothing(), Addressing.NONE)
                .profiles();
    }

    private List<MediaProfile> profiles2(ServiceAddress service) throws OnvifFailedException, InterruptedException {
        return onvif.call(service, GetProfiles2.OPERATION, GetProfiles2.Request.ALL, Addressing.NONE)
                .profiles();
    }

    private StreamAddress stream(Media media, boolean two, MediaProfile profile)
            throws OnvifFailedException, RefusedAddressException, InterruptedException {
        String announced = two
                ? onvif.call(
                                media.two().orElseThrow(),
                                GetStreamUri2.OPERATION,
                                new GetStreamUri2.Request(profile.token(), "RTSP"),
                                Addressing.NONE)
                        .uri()
                : onvif.call(
                                media.one().orElseThrow(),
                                GetStreamUri.OPERATION,
                                GetStreamUri.Request.rtsp(profile.token()),
                                Addressing.NONE)
                        .uri();
        return StreamAddress.announced(announced, path);
    }

    /**
     * One stream of each channel is opened, one after another: devices take few sessions at once. What stayed dark gets
     * another chance at the end, while there is time.
     */
    private Map<Integer, FirstFrame.Seen> firstFrames(List<Located> located)
            throws GivenUpException, InterruptedException {
        FrameCheck check = new FrameCheck(means.firstFrame(), means.frameTimeout());
        Optional<Credentials> login = Optional.of(request.rtsp().orElse(request.onvif()));
        Map<Integer, FirstFrame.Seen> pictures = new TreeMap<>();
        Map<Integer, String> dark = new TreeMap<>();
        String words = "";
        List<Located> left = located;
        long start = System.nanoTime();
        for (int pass = 0; pass < MOST_PASSES && !left.isEmpty(); pass++) {
            List<Located> again = new ArrayList<>();
            for (Located each : left) {
                int number = each.input().number();
                FrameCheck.Result result = check.look(found.guardedAs(), each.main(), login, 1);
                if (result instanceof FrameCheck.Result.Picture picture) {
                    pictures.put(number, picture.seen());
                    dark.remove(number);
                    words = picture.words();
                } else if (result instanceof FrameCheck.Result.Nothing none) {
                    dark.put(number, none.reason());
                    if (none.mayPass()) {
                        again.add(each);
                    }
                }
            }
            left = System.nanoTime() - start < LONGEST_LOOK.toNanos() ? again : List.of();
        }
        List<String> darkOnes = dark.entrySet().stream()
                .map(each -> each.getKey() + " (" + each.getValue() + ")")
                .toList();
        if (pictures.isEmpty()) {
            throw progress.failed(
                    StepName.FIRST_FRAME,
                    ports.explain(
                            CameraService.RTSP,
                            located.get(0).main().socket(),
                            "no picture: channel " + String.join(", ", darkOnes)));
        }
        progress.step(
                StepName.FIRST_FRAME,
                dark.isEmpty() ? Outcome.OK : Outcome.WARNING,
                (located.size() == 1 ? words : pictures.size() + " of " + located.size() + " channels")
                        + (dark.isEmpty() ? "" : "; dark: channel " + String.join(", ", darkOnes)));
        return pictures;
    }

    private Registered place(
            GetDeviceInformation.Answer information,
            String mac,
            List<Located> located,
            Map<Integer, FirstFrame.Seen> pictures)
            throws GivenUpException {
        Device device = new Device(
                located.size() > 1 ? Kind.NVR : Kind.CAMERA,
                found.finding().endpoint().orElse(null),
                information.serialNumber(),
                mac,
                information.manufacturer(),
                information.model(),
                information.firmwareVersion(),
                path,
                found.finding().onvifPort(),
                found.finding().servicePath(),
                located.get(0).main().socket().getPort());
        List<Channel> channels = located.stream()
                .map(each ->
                        channel(each, located.size(), pictures.get(each.input().number())))
                .toList();
        try {
            return means.register().register(device, channels, request.wish());
        } catch (CameraRegister.NoPlaceException e) {
            throw progress.failed(StepName.PLACE, String.valueOf(e.getMessage()));
        }
    }

    private Channel channel(Located located, int channels, FirstFrame.@Nullable Seen seen) {
        Channels.Input input = located.input();
        List<Stream> streams = new ArrayList<>();
        streams.add(described(StreamProfile.MAIN, input.main(), located.main(), seen));
        located.sub()
                .ifPresent(sub ->
                        streams.add(described(StreamProfile.SUB, input.sub().orElseThrow(), sub, null)));
        String own = found.finding().name().isEmpty()
                ? found.finding().model()
                : found.finding().name();
        return new Channel(input.number(), channels == 1 ? own : own + " " + input.number(), input.token(), streams);
    }

    /** What was seen beats what the device says. */
    private static Stream described(
            StreamProfile profile, MediaProfile told, StreamAddress address, FirstFrame.@Nullable Seen seen) {
        VideoEncoding video = told.video();
        String codec = seen == null ? Channels.codec(told) : seen.codec();
        int width = video == null ? 0 : video.width();
        int height = video == null ? 0 : video.height();
        if (seen != null && seen.width() > 0) {
            width = seen.width();
            height = seen.height();
        }
        return new Stream(profile, codec, width, height, address.path(), told.token());
    }
}
