package org.sharpeyes.onvif.media2;

import org.sharpeyes.onvif.media.ProfileRequest;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Operation;

/** Asks where a JPEG of a profile can be fetched. */
public final class GetSnapshotUri2 {
    public static final Operation<ProfileRequest, Uri2> OPERATION =
            Operation.of(Namespaces.MEDIA2, "GetSnapshotUri", ProfileRequest::read, Uri2::read);

    private GetSnapshotUri2() {}
}
