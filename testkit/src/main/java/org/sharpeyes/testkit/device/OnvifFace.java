package org.sharpeyes.testkit.device;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.onvif.device.GetCapabilities;
import org.sharpeyes.onvif.device.GetDeviceInformation;
import org.sharpeyes.onvif.device.GetNetworkInterfaces;
import org.sharpeyes.onvif.device.GetNtp;
import org.sharpeyes.onvif.device.GetScopes;
import org.sharpeyes.onvif.device.GetServices;
import org.sharpeyes.onvif.device.GetSystemDateAndTime;
import org.sharpeyes.onvif.device.NetworkHost;
import org.sharpeyes.onvif.device.SetNtp;
import org.sharpeyes.onvif.device.SetSystemDateAndTime;
import org.sharpeyes.onvif.device.SystemReboot;
import org.sharpeyes.onvif.discovery.AnnouncedDevice;
import org.sharpeyes.onvif.events.CreatePullPointSubscription;
import org.sharpeyes.onvif.events.GetEventProperties;
import org.sharpeyes.onvif.events.Notification;
import org.sharpeyes.onvif.events.PullMessages;
import org.sharpeyes.onvif.events.Renew;
import org.sharpeyes.onvif.events.Unsubscribe;
import org.sharpeyes.onvif.media.GetProfile;
import org.sharpeyes.onvif.media.GetProfiles;
import org.sharpeyes.onvif.media.GetStreamUri;
import org.sharpeyes.onvif.media.GetVideoSources;
import org.sharpeyes.onvif.media.MediaProfile;
import org.sharpeyes.onvif.media.MediaUri;
import org.sharpeyes.onvif.media.SetSynchronizationPoint;
import org.sharpeyes.onvif.media.VideoEncoding;
import org.sharpeyes.onvif.media.VideoSource;
import org.sharpeyes.onvif.media2.GetProfiles2;
import org.sharpeyes.onvif.media2.GetStreamUri2;
import org.sharpeyes.onvif.media2.GetVideoSourceConfigurations;
import org.sharpeyes.onvif.media2.SetSynchronizationPoint2;
import org.sharpeyes.onvif.media2.Uri2;
import org.sharpeyes.onvif.ptz.ContinuousMove;
import org.sharpeyes.onvif.ptz.GetPresets;
import org.sharpeyes.onvif.ptz.GetStatus;
import org.sharpeyes.onvif.ptz.GotoPreset;
import org.sharpeyes.onvif.ptz.SetPreset;
import org.sharpeyes.onvif.ptz.Stop;
import org.sharpeyes.onvif.security.UsernameToken;
import org.sharpeyes.onvif.security.UsernameTokenVerifier;
import org.sharpeyes.onvif.soap.EndpointReference;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.SoapEnvelope;
import org.sharpeyes.onvif.soap.SoapFault;
import org.sharpeyes.onvif.soap.SoapHeader;
import org.sharpeyes.onvif.soap.XmlLimits;
import org.sharpeyes.onvif.soap.XmlReader;
import org.sharpeyes.testkit.fleet.ChannelPlan;
import org.sharpeyes.testkit.fleet.DevicePlan;
import org.sharpeyes.testkit.fleet.Fault;
import org.sharpeyes.testkit.video.VideoFormat;

/**
 * The ONVIF services of one device: Device, Media, Media2, PTZ, Events with pull points. Only the clock can be read
 * without a login. Confined to the device's loop.
 */
public final class OnvifFace {
    private static final String SOAP_TYPE = "application/soap+xml; charset=utf-8";
    private static final Duration TOKEN_WINDOW = Duration.ofMinutes(5);
    private static final int TOKEN_NONCES = 2_000;
    private static final Duration LONGEST_PULL = Duration.ofSeconds(60);
    private static final List<String> TOPICS =
            List.of("VideoSource/MotionAlarm", "VideoSource/SignalLoss", "VideoSource/ImageTooDark/ImagingService");
    private static final XmlReader READER = new XmlReader(XmlLimits.DEFAULT);

    private final DeviceState state;
    private final Hooks hooks;
    private final UsernameTokenVerifier tokens;
    private final DigestLogin digest;
    private final PullPoints pullPoints = new PullPoints();
    private final PtzDrive drive = new PtzDrive();
    private final Map<String, Handler<?, ?>> handlers = new HashMap<>();
    private List<NetworkHost> ntpServers = List.of(new NetworkHost("IPv4", "127.0.0.1"));
    private boolean motion;

    /** What the services set off beyond their answers. */
    public interface Hooks {
        /** A client asks for a key frame on all streams of a channel. */
        void keyFrame(int channel);

        /** A client restarts the device. */
        void reboot();

        /** The port that the device's own RTSP service listens on. */
        int rtspPort();

        /** The port that the device's own ONVIF service listens on. */
        int onvifPort();
    }

    private record Handler<Q extends SoapBody, A extends SoapBody>(Operation<Q, A> operation, Service<Q, A> service) {
        OnvifReply run(SoapEnvelope envelope, String target) throws MalformedMessageException {
            return service.serve(operation.readRequest(envelope), target);
        }
    }

    @FunctionalInterface
    private interface Service<Q, A> {
        OnvifReply serve(Q request, String target);
    }

    public OnvifFace(DeviceState state, DigestLogin digest, Hooks hooks) {
        this.state = requireNonNull(state, "state");
        this.digest = requireNonNull(digest, "digest");
        this.hooks = requireNonNull(hooks, "hooks");
        this.tokens = new UsernameTokenVerifier(state::ownTime, TOKEN_WINDOW, TOKEN_NONCES);
        deviceService();
        mediaService();
        media2Service();
        eventService();
        if (state.plan().channels().stream().anyMatch(ChannelPlan::pointsAndZooms)) {
            ptzService();
        }
    }

    /** Answers one request; malformed ones get a fault. */
    public OnvifReply handle(OnvifRequest request) {
        state.counters().onvifRequests().incrementAndGet();
        OnvifReply reply = decide(request);
        if (reply instanceof OnvifReply.Now now) {
            return spoiled(now);
        } else if (reply instanceof OnvifReply.Later later) {
            return new OnvifReply.Later(
                    later.timeout(),
                    later.subscribe(),
                    () -> spoiled(later.resume().get()));
        }
        throw new IllegalStateException("a new kind of reply: " + reply);
    }

    private OnvifReply decide(OnvifRequest request) {
        if (!request.method().equals("POST")) {
            return new OnvifReply.Now(405, "text/plain", List.of(), new byte[0]);
        }
        SoapEnvelope envelope;
        try {
            envelope = SoapEnvelope.read(request.body(), READER);
        } catch (MalformedMessageException e) {
            return fault(SoapFault.sender("not well-formed: " + e.getMessage(), "WellFormed"));
        }
        if (!GetSystemDateAndTime.OPERATION.matches(envelope)) {
            Optional<OnvifReply.Now> refusal = refusal(envelope, request);
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        Handler<?, ?> handler =
                handlers.get(key(envelope.body().namespace(), envelope.body().name()));
        if (handler == null) {
            return fault(SoapFault.actionNotSupported(envelope.body().name()));
        }
        try {
            return handler.run(envelope, request.target());
        } catch (MalformedMessageException e) {
            return fault(SoapFault.sender(String.valueOf(e.getMessage()), "InvalidArgVal"));
        }
    }

    private Optional<OnvifReply.Now> refusal(SoapEnvelope envelope, OnvifRequest request) {
        // An empty user name is how onvif-util knocks: no attempt to guess anything.
        UsernameToken token = envelope.header().token();
        boolean takesToken = state.plan().model().authentication().takesToken();
        boolean takesDigest = state.plan().model().authentication().takesHttpDigest();
        if (takesToken && token != null && !token.username().isEmpty()) {
            if (state.locked()) {
                return Optional.of(fault(SoapFault.notAuthorized()));
            }
            UsernameTokenVerifier.Verdict verdict =
                    token.username().equals(state.plan().credentials().username())
                            ? tokens.verify(token, state.password())
                            : UsernameTokenVerifier.Verdict.WRONG_PASSWORD;
            if (verdict == UsernameTokenVerifier.Verdict.ACCEPTED) {
                state.authenticationSucceeded();
                return Optional.empty();
            }
            if (verdict != UsernameTokenVerifier.Verdict.REPLAYED
                    && verdict != UsernameTokenVerifier.Verdict.TOO_MANY) {
                state.authenticationFailed();
            }
            return Optional.of(fault(SoapFault.notAuthorized()));
        }
        if (!takesDigest) {
            return Optional.of(fault(SoapFault.notAuthorized()));
        }
        if (digest.accepts(request.authorization(), request.method(), request.target())) {
            return Optional.empty();
        }
        return Optional.of(new OnvifReply.Now(
                401, SOAP_TYPE, digest.challenges(), SoapFault.notAuthorized().toBytes()));
    }

    private static OnvifReply.Now fault(SoapFault fault) {
        return new OnvifReply.Now(fault.code().equals("Sender") ? 400 : 500, SOAP_TYPE, List.of(), fault.toBytes());
    }

    private static String key(String namespace, String name) {
        return namespace + "|" + name;
    }

    private <Q extends SoapBody, A extends SoapBody> void on(Operation<Q, A> operation, Function<Q, A> service) {
        onReply(operation, (request, target) -> ok(operation, service.apply(request)));
    }

    private <Q extends SoapBody, A extends SoapBody> void onReply(Operation<Q, A> operation, Service<Q, A> service) {
        handlers.put(key(operation.namespace(), operation.name()), new Handler<>(operation, service));
    }

    private static <A extends SoapBody> OnvifReply.Now ok(Operation<?, A> operation, A answer) {
        return new OnvifReply.Now(200, SOAP_TYPE, List.of(), operation.answer(answer, SoapHeader.NONE));
    }

    // Device

    private void deviceService() {
        DevicePlan plan = state.plan();
        on(
                GetSystemDateAndTime.OPERATION,
                request -> new GetSystemDateAndTime.Answer(true, false, "CST-8", state.ownTime()));
        onReply(SetSystemDateAndTime.OPERATION, (request, target) -> {
            if (request.ntp()) {
                state.setClockByNtp();
            } else if (request.utc() != null) {
                state.setClock(request.utc());
            } else {
                return fault(SoapFault.sender("no UTCDateTime", "InvalidArgVal", "InvalidDateTime"));
            }
            return ok(SetSystemDateAndTime.OPERATION, new Nothing());
        });
        on(
                GetDeviceInformation.OPERATION,
                request -> new GetDeviceInformation.Answer(
                        plan.model().manufacturer(),
                        plan.model().model(),
                        plan.model().firmware(),
                        plan.serial(),
                        plan.mac().replace(":", "")));
        on(
                GetNetworkInterfaces.OPERATION,
                request -> new GetNetworkInterfaces.Answer(List.of(new GetNetworkInterfaces.Interface(
                        "eth0", true, "eth0", plan.mac(), state.announcedHost(), 24))));
        on(GetScopes.OPERATION, request -> new GetScopes.Answer(scopes()));
        on(GetNtp.OPERATION, request -> new GetNtp.Answer(false, ntpServers));
        on(SetNtp.OPERATION, request -> {
            ntpServers = request.fromDhcp() ? ntpServers : request.servers();
            return new Nothing();
        });
        on(GetCapabilities.OPERATION, request -> {
            Map<String, String> addresses = new HashMap<>();
            services().forEach(service -> addresses.put(service.namespace(), service.address()));
            return new GetCapabilities.Answer(addresses);
        });
        on(GetServices.OPERATION, request -> new GetServices.Answer(services()));
        onReply(SystemReboot.OPERATION, (request, target) -> {
            hooks.reboot();
            return ok(SystemReboot.OPERATION, new SystemReboot.Answer("Rebooting in 1 second"));
        });
    }

    private List<GetServices.Service> services() {
        String base = base();
        List<GetServices.Service> services = new ArrayList<>();
        services.add(new GetServices.Service(Namespaces.DEVICE, base + "/onvif/device_service", 2, 60));
        services.add(new GetServices.Service(Namespaces.MEDIA, base + "/onvif/media_service", 2, 60));
        if (state.plan().model().media2()) {
            services.add(new GetServices.Service(Namespaces.MEDIA2, base + "/onvif/media2_service", 2, 60));
        }
        services.add(new GetServices.Service(Namespaces.EVENTS, base + "/onvif/event_service", 2, 60));
        if (state.plan().channels().stream().anyMatch(ChannelPlan::pointsAndZooms)) {
            services.add(new GetServices.Service(Namespaces.PTZ, base + "/onvif/ptz_service", 2, 60));
        }
        return services;
    }

    /** A device behind mapped ports knows nothing of them: it announces what it listens on itself. */
    private String base() {
        int port = state.plan().innerAddress().isPresent() ? 80 : hooks.onvifPort();
        return "http://" + state.announcedHost() + (port == 80 ? "" : ":" + port);
    }

    private List<String> scopes() {
        String root = "onvif://www.onvif.org/";
        DevicePlan plan = state.plan();
        List<String> scopes = new ArrayList<>(List.of(
                root + "type/video_encoder",
                root + "Profile/Streaming",
                root + "name/" + (plan.model().manufacturer() + " " + plan.name()).replace(" ", "%20"),
                root + "hardware/" + plan.model().model(),
                root + "location/country/china"));
        if (plan.model().media2()) {
            scopes.add(root + "Profile/T");
        }
        if (plan.channels().stream().anyMatch(ChannelPlan::pointsAndZooms)) {
            scopes.add(root + "type/ptz");
        }
        if (plan.kind() == DevicePlan.Kind.NVR) {
            scopes.add(root + "type/Network_Video_Recorder");
        }
        return scopes;
    }

    /** What the device says of itself in discovery. */
    public AnnouncedDevice announcement() {
        DevicePlan plan = state.plan();
        String prefix = plan.model().uuidForm() == org.sharpeyes.testkit.fleet.DeviceModel.UuidForm.UUID
                ? "uuid:"
                : "urn:uuid:";
        // The router in front of mapped ports is assumed to proxy discovery, and then it names its own side.
        String host = state.ailment().announcedHost().orElse(plan.address());
        String port = hooks.onvifPort() == 80 ? "" : ":" + hooks.onvifPort();
        return new AnnouncedDevice(
                prefix + plan.endpoint(),
                List.of("NetworkVideoTransmitter", "Device"),
                scopes(),
                List.of("http://" + host + port + "/onvif/device_service"),
                10);
    }

    // Media

    private void mediaService() {
        on(
                GetVideoSources.OPERATION,
                request -> new GetVideoSources.Answer(state.plan().channels().stream()
                        .map(channel -> new VideoSource(
                                "source_" + channel.number(),
                                channel.main().framesPerSecond(),
                                channel.main().width(),
                                channel.main().height()))
                        .toList()));
        // Media of version 10 has no word for H.265: such profiles show in Media2 only.
        on(
                GetProfiles.OPERATION,
                request -> new GetProfiles.Answer(
                        profiles().stream().filter(OnvifFace::h264).toList()));
        onReply(GetProfile.OPERATION, (request, target) -> profiles().stream()
                .filter(OnvifFace::h264)
                .filter(profile -> profile.token().equals(request.profile()))
                .findFirst()
                .<OnvifReply>map(profile -> ok(GetProfile.OPERATION, new GetProfile.Answer(profile)))
                .orElseGet(OnvifFace::noProfile));
        onReply(GetStreamUri.OPERATION, (request, target) -> stream(request.profile())
                .map(uri -> ok(GetStreamUri.OPERATION, new MediaUri(uri)))
                .orElseGet(OnvifFace::noProfile));
        onReply(
                SetSynchronizationPoint.OPERATION,
                (request, target) -> keyFrame(request.profile(), ok(SetSynchronizationPoint.OPERATION, new Nothing())));
    }

    private void media2Service() {
        if (!state.plan().model().media2()) {
            return;
        }
        on(GetProfiles2.OPERATION, request -> new GetProfiles2.Answer(profiles()));
        on(
                GetVideoSourceConfigurations.OPERATION,
                request -> new GetVideoSourceConfigurations.Answer(state.plan().channels().stream()
                        .map(channel -> new GetVideoSourceConfigurations.Configuration(
                                "source-source_" + channel.number(),
                                "input " + channel.number(),
                                "source_" + channel.number(),
                                channel.main().width(),
                                channel.main().height()))
                        .toList()));
        onReply(GetStreamUri2.OPERATION, (request, target) -> stream(request.profile())
                .map(uri -> ok(GetStreamUri2.OPERATION, new Uri2(uri)))
                .orElseGet(OnvifFace::noProfile));
        onReply(
                SetSynchronizationPoint2.OPERATION,
                (request, target) ->
                        keyFrame(request.profile(), ok(SetSynchronizationPoint2.OPERATION, new Nothing())));
    }

    private static boolean h264(MediaProfile profile) {
        return profile.video() != null && profile.video().codec().equals("H264");
    }

    private List<MediaProfile> profiles() {
        List<MediaProfile> profiles = new ArrayList<>();
        for (ChannelPlan channel : state.plan().channels()) {
            profiles.add(profile(channel, "main", channel.main()));
            profiles.add(profile(channel, "sub", channel.sub()));
        }
        return profiles;
    }

    private static MediaProfile profile(ChannelPlan channel, String stream, VideoFormat format) {
        return new MediaProfile(
                "profile_" + channel.number() + "_" + stream,
                channel.number() + " " + stream,
                true,
                "source_" + channel.number(),
                new VideoEncoding(
                        "encoder_" + channel.number() + "_" + stream,
                        format.codec() == VideoCodec.H264 ? "H264" : "H265",
                        format.width(),
                        format.height(),
                        format.framesPerSecond(),
                        format.bitsPerSecond() / 1000,
                        format.gopPictures()),
                channel.audio() ? "G711" : null,
                channel.pointsAndZooms() ? "ptz" : null);
    }

    private Optional<String> stream(String profile) {
        return channelOf(profile).map(channel -> {
            int port = state.plan().innerAddress().isPresent() ? 554 : hooks.rtspPort();
            return "rtsp://" + state.announcedHost() + (port == 554 ? "" : ":" + port) + "/ch" + channel.number()
                    + (profile.endsWith("_main") ? "/main" : "/sub");
        });
    }

    private Optional<ChannelPlan> channelOf(String profile) {
        return state.plan().channels().stream()
                .filter(channel -> profile.equals("profile_" + channel.number() + "_main")
                        || profile.equals("profile_" + channel.number() + "_sub"))
                .findFirst();
    }

    private OnvifReply keyFrame(String profile, OnvifReply.Now done) {
        Optional<ChannelPlan> channel = channelOf(profile);
        if (channel.isEmpty()) {
            return noProfile();
        }
        state.counters().keyFrameRequests().incrementAndGet();
        hooks.keyFrame(channel.get().number());
        return done;
    }

    private static OnvifReply.Now noProfile() {
        return fault(SoapFault.sender("no such profile", "InvalidArgVal", "NoProfile"));
    }

    // Events

    private void eventService() {
        on(GetEventProperties.OPERATION, request -> new GetEventProperties.Answer(TOPICS));
        onReply(CreatePullPointSubscription.OPERATION, (request, target) -> {
            Instant now = state.ownTime();
            return pullPoints
                    .create(request.termination(), now)
                    .map(subscription -> {
                        for (ChannelPlan channel : state.plan().channels()) {
                            PullPoints.enqueue(subscription, motion(channel, "Initialized"));
                        }
                        return ok(
                                CreatePullPointSubscription.OPERATION,
                                new CreatePullPointSubscription.Answer(
                                        EndpointReference.of(base() + "/onvif/pullpoint/" + subscription.id()),
                                        now,
                                        subscription.until()));
                    })
                    .orElseGet(() -> fault(SoapFault.receiver("too many subscriptions", "MaxEventSubscriptions")));
        });
        onReply(
                PullMessages.OPERATION,
                (request, target) -> at(target, subscription -> {
                    if (!subscription.empty()) {
                        return pulled(subscription, request.limit());
                    }
                    Duration wait = request.timeout().compareTo(LONGEST_PULL) > 0 ? LONGEST_PULL : request.timeout();
                    return new OnvifReply.Later(wait, subscription::await, () -> pulled(subscription, request.limit()));
                }));
        onReply(
                Renew.OPERATION,
                (request, target) -> at(target, subscription -> {
                    Instant now = state.ownTime();
                    pullPoints.renew(subscription, request.termination(), now);
                    return ok(Renew.OPERATION, new Renew.Answer(now, subscription.until()));
                }));
        onReply(
                Unsubscribe.OPERATION,
                (request, target) -> at(target, subscription -> {
                    pullPoints.remove(subscription);
                    return ok(Unsubscribe.OPERATION, new Nothing());
                }));
    }

    private OnvifReply.Now pulled(PullPoints.Subscription subscription, int limit) {
        return ok(
                PullMessages.OPERATION,
                new PullMessages.Answer(state.ownTime(), subscription.until(), subscription.take(limit)));
    }

    private OnvifReply at(String target, Function<PullPoints.Subscription, OnvifReply> then) {
        String id = target.substring(target.lastIndexOf('/') + 1);
        if (id.matches("[0-9]{1,9}")) {
            Optional<PullPoints.Subscription> found = pullPoints.find(Integer.parseInt(id), state.ownTime());
            if (found.isPresent()) {
                return then.apply(found.get());
            }
        }
        return fault(SoapFault.sender("no such subscription", "InvalidArgVal"));
    }

    private Notification motion(ChannelPlan channel, String operation) {
        return new Notification(
                "VideoSource/MotionAlarm",
                state.ownTime(),
                operation,
                Map.of("Source", "source_" + channel.number()),
                Map.of(),
                Map.of("State", Boolean.toString(motion)));
    }

    /** Lets something move before the first camera: called every few seconds. */
    public void tick() {
        if (pullPoints.anybody(state.ownTime())) {
            motion = !motion;
            pullPoints.publish(motion(state.plan().channels().get(0), "Changed"));
        }
    }

    /** Tells subscribers that an input lost or found its signal. */
    public void signal(int channel, boolean lost) {
        pullPoints.publish(new Notification(
                "VideoSource/SignalLoss",
                state.ownTime(),
                "Changed",
                Map.of("Source", "source_" + channel),
                Map.of(),
                Map.of("State", Boolean.toString(lost))));
    }

    /** Tells subscribers that a picture became too dark, or bright enough again. */
    public void dark(int channel, boolean dark) {
        pullPoints.publish(new Notification(
                "VideoSource/ImageTooDark/ImagingService",
                state.ownTime(),
                "Changed",
                Map.of("Source", "source_" + channel),
                Map.of(),
                Map.of("State", Boolean.toString(dark))));
    }

    // PTZ

    private void ptzService() {
        onReply(
                ContinuousMove.OPERATION,
                (request, target) -> moving(request.profile(), () -> {
                    drive.move(request.velocity(), request.timeout(), state.trueTime());
                    return ok(ContinuousMove.OPERATION, new Nothing());
                }));
        onReply(
                Stop.OPERATION,
                (request, target) -> moving(request.profile(), () -> {
                    drive.stop(request.panTilt(), request.zoom(), state.trueTime());
                    return ok(Stop.OPERATION, new Nothing());
                }));
        onReply(
                GetStatus.OPERATION,
                (request, target) -> moving(request.profile(), () -> {
                    Instant now = state.trueTime();
                    String moves = drive.moving(now) ? "MOVING" : "IDLE";
                    return ok(
                            GetStatus.OPERATION,
                            new GetStatus.Answer(drive.position(now), moves, moves, state.ownTime()));
                }));
        onReply(
                GetPresets.OPERATION,
                (request, target) -> moving(
                        request.profile(), () -> ok(GetPresets.OPERATION, new GetPresets.Answer(drive.presets()))));
        onReply(
                SetPreset.OPERATION,
                (request, target) ->
                        moving(request.profile(), () -> drive.store(request.preset(), request.name(), state.trueTime())
                                .map(token -> ok(SetPreset.OPERATION, new SetPreset.Answer(token)))
                                .orElseGet(() -> fault(
                                        SoapFault.receiver("no room or no such preset", "Action", "TooManyPresets")))));
        onReply(
                GotoPreset.OPERATION,
                (request, target) -> moving(
                        request.profile(),
                        () -> drive.recall(request.preset(), state.trueTime())
                                ? ok(GotoPreset.OPERATION, new Nothing())
                                : fault(SoapFault.sender("no such preset", "InvalidArgVal", "NoToken"))));
    }

    private OnvifReply moving(String profile, java.util.function.Supplier<OnvifReply> action) {
        return channelOf(profile).filter(ChannelPlan::pointsAndZooms).isPresent() ? action.get() : noProfile();
    }

    // Damage

    private OnvifReply.Now spoiled(OnvifReply.Now reply) {
        Fault.Malformed.@Nullable Damage damage = state.ailment().damage().orElse(null);
        if (damage == null) {
            return reply;
        }
        byte[] body = reply.body();
        return switch (damage) {
            case CUT -> with(reply, reply.contentType(), java.util.Arrays.copyOf(body, body.length / 2));
            case HTML ->
                with(
                        reply,
                        "text/html",
                        "<html><head><title>Login<title></head><body><form action=/login>"
                                .getBytes(StandardCharsets.US_ASCII));
            case AMPERSAND ->
                with(
                        reply,
                        reply.contentType(),
                        insert(body, "<Vendor>Wang & Li</Vendor>".getBytes(StandardCharsets.US_ASCII)));
            case CHARSET ->
                with(reply, reply.contentType(), insert(body, new byte[] {
                    '<', 'V', '>', (byte) 0xC7, (byte) 0xE0, (byte) 0xC9, (byte) 0xBD, '<', '/', 'V', '>'
                }));
        };
    }

    private static OnvifReply.Now with(OnvifReply.Now reply, String contentType, byte[] body) {
        return new OnvifReply.Now(reply.status(), contentType, reply.challenges(), body);
    }

    /** Puts bytes in as the last child of the operation's element. */
    private static byte[] insert(byte[] body, byte[] extra) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int end = text.lastIndexOf("</s:Body>");
        int at = end < 0 ? -1 : text.lastIndexOf("</", end - 1);
        if (at < 0) {
            return body;
        }
        byte[] longer = new byte[body.length + extra.length];
        System.arraycopy(body, 0, longer, 0, at);
        System.arraycopy(extra, 0, longer, at, extra.length);
        System.arraycopy(body, at, longer, at + extra.length, body.length - at);
        return longer;
    }
}
