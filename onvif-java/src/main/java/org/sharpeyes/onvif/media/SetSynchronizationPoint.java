package org.sharpeyes.onvif.media;

import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.Operation;

/** Asks for a key frame on all streams of a profile. */
public final class SetSynchronizationPoint {
    public static final Operation<ProfileRequest, Nothing> OPERATION =
            Operation.of(Namespaces.MEDIA, "SetSynchronizationPoint", ProfileRequest::read, Nothing::read);

    private SetSynchronizationPoint() {}
}
