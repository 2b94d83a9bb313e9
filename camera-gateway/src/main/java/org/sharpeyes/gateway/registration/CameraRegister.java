package org.sharpeyes.gateway.registration;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.access.AccessPath;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.DeviceId;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.model.StreamProfile;

/** What the gateway needs of the registry: a place for what it found. Thread-safe; may block. */
public interface CameraRegister {
    /** What sort of hardware it is. */
    enum Kind {
        CAMERA,
        NVR,
        /** A bare stream address. */
        STREAM
    }

    /**
     * The device and how it is reached. Words may be {@code ""}.
     *
     * @param endpoint {@code null} if it was not found by WS-Discovery; so are serial and MAC when not known
     * @param onvifPort announced port, {@code 0} without ONVIF
     * @param rtspPort where its streams are, mapping included
     */
    record Device(
            Kind kind,
            @Nullable String endpoint,
            @Nullable String serial,
            @Nullable String mac,
            String manufacturer,
            String model,
            String firmware,
            AccessPath path,
            int onvifPort,
            String servicePath,
            int rtspPort) {}

    /** @param number input number from 1: what a channel is known by */
    record Channel(int number, String name, @Nullable String sourceToken, List<Stream> streams) {
        public Channel {
            streams = List.copyOf(streams);
        }
    }

    /** @param path of the RTSP address, with query */
    record Stream(
            StreamProfile profile,
            String codec,
            int width,
            int height,
            String path,
            @Nullable String profileToken) {}

    /**
     * Where the channels shall hang. Those without a wish go by the inventory, else to new points in the area.
     *
     * @param pointCodes by channel number
     * @param name of a new point, {@code ""} for the device's own
     */
    record Wish(
            Optional<AreaId> area,
            Map<Integer, String> pointCodes,
            String name,
            Optional<GeoPoint> location,
            @Nullable Double azimuth) {
        public Wish {
            pointCodes = Map.copyOf(pointCodes);
        }
    }

    /** @param cameras by channel number; a channel that hangs nowhere is missing */
    record Registered(DeviceId device, Map<Integer, CameraId> cameras) {
        public Registered {
            cameras = Map.copyOf(cameras);
        }
    }

    /** The wish cannot be fulfilled; the message says what was expected. */
    final class NoPlaceException extends Exception {
        private static final long serialVersionUID = 1L;

        public NoPlaceException(String message) {
            super(message);
        }
    }

    Registered register(Device device, List<Channel> channels, Wish wish) throws NoPlaceException;
}
