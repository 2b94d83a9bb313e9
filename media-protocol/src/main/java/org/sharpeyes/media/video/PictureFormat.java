package org.sharpeyes.media.video;

import java.util.OptionalInt;

/**
 * What a sequence parameter set says of its pictures.
 *
 * @param width shown, in pixels, cropping applied
 * @param height shown, in pixels, cropping applied
 * @param reorderDepth pictures that output lags behind decoding; 0: no B-frames; empty: not said
 */
public record PictureFormat(int width, int height, OptionalInt reorderDepth, boolean interlaced) {}
