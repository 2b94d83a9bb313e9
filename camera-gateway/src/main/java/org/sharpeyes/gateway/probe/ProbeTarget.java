package org.sharpeyes.gateway.probe;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.sharpeyes.gateway.soap.ServiceAddress;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.DeviceId;

/**
 * One camera to ask.
 *
 * @param onvif its device service, empty without ONVIF
 * @param rtsp where its streams are
 * @param streamPath path of its main stream
 * @param behindRecorder the device answers for several cameras, so that only its stream speaks for this one
 */
public record ProbeTarget(
        CameraId camera,
        DeviceId device,
        Optional<ServiceAddress> onvif,
        InetSocketAddress rtsp,
        String streamPath,
        boolean behindRecorder) {}
