package org.sharpeyes.testkit.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sharpeyes.media.video.VideoCodec;
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
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.testkit.fleet.ChannelPlan;
import org.sharpeyes.testkit.video.VideoFormat;

/** The Media and Media2 services: two profiles a channel. Confined to the device's loop. */
final class MediaServices {
    private final DeviceState state;
    private final OnvifFace.Hooks hooks;

    MediaServices(DeviceState state, OnvifFace.Hooks hooks) {
        this.state = state;
        this.hooks = hooks;
    }

    void register(Operations operations) {
        operations.on(
                GetVideoSources.OPERATION,
                request -> new GetVideoSources.Answer(state.plan().channels().stream()
                        .map(channel -> new VideoSource(
                                "source_" + channel.number(),
                                channel.main().framesPerSecond(),
                                channel.main().width(),
                                channel.main().height()))
                        .toList()));
        // Media of version 10 has no word for H.265: such profiles show in Media2 only.
        operations.on(
                GetProfiles.OPERATION,
                request -> new GetProfiles.Answer(
                        profiles().stream().filter(MediaServices::h264).toList()));
        operations.onReply(GetProfile.OPERATION, (request, target) -> profiles().stream()
                .filter(MediaServices::h264)
                .filter(profile -> profile.token().equals(request.profile()))
                .findFirst()
                .<OnvifReply>map(profile -> Operations.ok(GetProfile.OPERATION, new GetProfile.Answer(profile)))
                .orElseGet(Operations::noProfile));
        operations.onReply(GetStreamUri.OPERATION, (request, target) -> stream(request.profile())
                .map(uri -> Operations.ok(GetStreamUri.OPERATION, new MediaUri(uri)))
                .orElseGet(Operations::noProfile));
        operations.onReply(
                SetSynchronizationPoint.OPERATION,
                (request, target) ->
                        keyFrame(request.profile(), Operations.ok(SetSynchronizationPoint.OPERATION, new Nothing())));
        if (state.plan().model().media2()) {
            registerMedia2(operations);
        }
    }

    private void registerMedia2(Operations operations) {
        operations.on(GetProfiles2.OPERATION, request -> new GetProfiles2.Answer(profiles()));
        operations.on(
                GetVideoSourceConfigurations.OPERATION,
                request -> new GetVideoSourceConfigurations.Answer(state.plan().channels().stream()
                        .map(channel -> new GetVideoSourceConfigurations.Configuration(
                                "source-source_" + channel.number(),
                                "input " + channel.number(),
                                "source_" + channel.number(),
                                channel.main().width(),
                                channel.main().height()))
                        .toList()));
        operations.onReply(GetStreamUri2.OPERATION, (request, target) -> stream(request.profile())
                .map(uri -> Operations.ok(GetStreamUri2.OPERATION, new Uri2(uri)))
                .orElseGet(Operations::noProfile));
        operations.onReply(
                SetSynchronizationPoint2.OPERATION,
                (request, target) ->
                        keyFrame(request.profile(), Operations.ok(SetSynchronizationPoint2.OPERATION, new Nothing())));
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
        return channelOf(state, profile).map(channel -> {
            int port = state.plan().innerAddress().isPresent() ? 554 : hooks.rtspPort();
            return "rtsp://" + state.announcedHost() + (port == 554 ? "" : ":" + port) + "/ch" + channel.number()
                    + (profile.endsWith("_main") ? "/main" : "/sub");
        });
    }

    /** The channel that a profile shows. */
    static Optional<ChannelPlan> channelOf(DeviceState state, String profile) {
        return state.plan().channels().stream()
                .filter(channel -> profile.equals("profile_" + channel.number() + "_main")
                        || profile.equals("profile_" + channel.number() + "_sub"))
                .findFirst();
    }

    private OnvifReply keyFrame(String profile, OnvifReply.Now done) {
        Optional<ChannelPlan> channel = channelOf(state, profile);
        if (channel.isEmpty()) {
            return Operations.noProfile();
        }
        state.counters().keyFrameRequests().incrementAndGet();
        hooks.keyFrame(channel.get().number());
        return done;
    }
}
