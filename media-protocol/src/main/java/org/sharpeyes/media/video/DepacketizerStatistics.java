package org.sharpeyes.media.video;

/**
 * What a depacketizer has seen.
 *
 * @param pictures delivered
 * @param droppedPictures not delivered as parts were missing or it was too long
 * @param lostPackets gaps in the sequence numbers
 * @param latePackets out of order or repeated, ignored
 * @param oddPayloads payloads that were broken, of an unknown kind, or bent the rules but could be read
 */
public record DepacketizerStatistics(
        long pictures, long droppedPictures, long lostPackets, long latePackets, long oddPayloads) {}
