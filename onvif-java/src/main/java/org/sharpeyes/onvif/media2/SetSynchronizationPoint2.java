package org.sharpeyes.onvif.media2;

import org.sharpeyes.onvif.media.ProfileRequest;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.Operation;

/** Asks for a key frame on all streams of a profile. */
public final class SetSynchronizationPoint2 {
    public static final Operation<ProfileRequest, Nothing> OPERATION =
            Operation.of(Namespaces.MEDIA2, "SetSynchronizationPoint", ProfileRequest::read, Nothing::read);

    private SetSynchronizationPoint2() {}
}
