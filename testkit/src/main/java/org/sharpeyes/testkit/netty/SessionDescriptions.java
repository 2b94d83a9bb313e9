package org.sharpeyes.testkit.netty;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sharpeyes.media.sdp.MediaDescription;
import org.sharpeyes.media.sdp.SdpAttribute;
import org.sharpeyes.media.sdp.SessionDescription;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.testkit.video.VideoLoop;

/** What a camera says of its stream. */
final class SessionDescriptions {
    private SessionDescriptions() {}

    static String of(String name, VideoLoop loop, boolean audio) {
        List<MediaDescription> media = new ArrayList<>();
        media.add(new MediaDescription(
                "video",
                0,
                "RTP/AVP",
                List.of(Integer.toString(RtspSession.VIDEO_PAYLOAD)),
                List.of(
                        new SdpAttribute(
                                "rtpmap",
                                RtspSession.VIDEO_PAYLOAD + " " + loop.codec().name() + "/90000"),
                        new SdpAttribute("fmtp", RtspSession.VIDEO_PAYLOAD + " " + parameters(loop)),
                        new SdpAttribute("framerate", Integer.toString(loop.framesPerSecond())),
                        new SdpAttribute("control", "trackID=" + RtspSession.VIDEO))));
        if (audio) {
            media.add(new MediaDescription(
                    "audio",
                    0,
                    "RTP/AVP",
                    List.of(Integer.toString(RtspSession.ALAW_PAYLOAD)),
                    List.of(
                            new SdpAttribute("rtpmap", RtspSession.ALAW_PAYLOAD + " PCMA/8000"),
                            new SdpAttribute("control", "trackID=" + RtspSession.AUDIO))));
        }
        return SessionDescription.of(
                        name, List.of(new SdpAttribute("control", "*"), new SdpAttribute("range", "npt=now-")), media)
                .text();
    }

    private static String parameters(VideoLoop loop) {
        List<byte[]> sets = loop.parameterSets();
        if (loop.codec() == VideoCodec.H264) {
            String profile = sets.stream()
                    .filter(nal -> (nal[0] & 0x1f) == 7 && nal.length > 3)
                    .findFirst()
                    .map(sps -> HexFormat.of().withUpperCase().formatHex(sps, 1, 4))
                    .orElse("42E01F");
            return "packetization-mode=1;profile-level-id=" + profile + ";sprop-parameter-sets="
                    + sets.stream().map(SessionDescriptions::base64).collect(Collectors.joining(","));
        }
        return sets.stream()
                .map(nal -> String.format(
                        Locale.ROOT,
                        "sprop-%s=%s",
                        switch (nal[0] >> 1 & 0x3f) {
                            case 32 -> "vps";
                            case 33 -> "sps";
                            default -> "pps";
                        },
                        base64(nal)))
                .collect(Collectors.joining(";"));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
