package org.sharpeyes.worker;

/** The codecs a worker decodes. */
public enum VideoCodec {
    H264,
    H265
}
