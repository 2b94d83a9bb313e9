package org.sharpeyes.media.mp4;

import io.netty.buffer.ByteBuf;

/**
 * A piece of sound with its place in media time. Owns the bytes.
 *
 * @param decodeTime in samples
 */
record SoundFrame(ByteBuf data, long decodeTime) {}
