package org.sharpeyes.onvif.media;

/**
 * How a profile encodes its video.
 *
 * @param codec {@code H264}, {@code H265}, {@code JPEG}, … in upper case
 * @param frameRate pictures per second, 0 if not said
 * @param bitRateKbit limit in kbit/s, 0 if not said
 * @param gopLength pictures from key frame to key frame, 0 if not said
 */
public record VideoEncoding(
        String token, String codec, int width, int height, double frameRate, int bitRateKbit, int gopLength) {}
