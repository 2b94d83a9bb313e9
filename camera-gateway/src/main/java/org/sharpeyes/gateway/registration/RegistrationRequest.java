package org.sharpeyes.gateway.registration;

import java.util.Optional;
import org.sharpeyes.gateway.access.AccessPath;
import org.sharpeyes.gateway.credential.Credentials;

/**
 * What a person says when registering a found device.
 *
 * @param rtsp credentials of the streams, empty if they are those of ONVIF
 * @param path another way to the device than where it was found, mapped ports among them
 * @param again try a password that the device refused twice before: only a person may say so
 */
public record RegistrationRequest(
        Credentials onvif,
        Optional<Credentials> rtsp,
        Optional<AccessPath> path,
        CameraRegister.Wish wish,
        boolean again) {}
