package org.sharpeyes.onvif.media;

import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Operation;

/** Asks where a JPEG of a profile can be fetched. */
public final class GetSnapshotUri {
    public static final Operation<ProfileRequest, MediaUri> OPERATION =
            Operation.of(Namespaces.MEDIA, "GetSnapshotUri", ProfileRequest::read, MediaUri::read);

    private GetSnapshotUri() {}
}
