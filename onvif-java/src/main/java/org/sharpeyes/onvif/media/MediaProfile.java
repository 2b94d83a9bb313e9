package org.sharpeyes.onvif.media;

import org.jspecify.annotations.Nullable;

/**
 * One profile of either media service: a source and how it is encoded.
 *
 * @param videoSource token of the {@link VideoSource}, {@code null} if the profile has no video
 * @param video {@code null} if the profile encodes none
 * @param audioCodec {@code G711}, {@code AAC}, …; {@code null} without sound
 * @param ptzNode token of the PTZ node, {@code null} if the profile cannot move
 */
public record MediaProfile(
        String token,
        String name,
        boolean fixed,
        @Nullable String videoSource,
        @Nullable VideoEncoding video,
        @Nullable String audioCodec,
        @Nullable String ptzNode) {}
