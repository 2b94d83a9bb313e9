package org.sharpeyes.server.discovery;

import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.access.AllowedNetworks;
import org.sharpeyes.gateway.access.RefusedAddressException;
import org.sharpeyes.gateway.credential.Credentials;
import org.sharpeyes.gateway.registration.CameraRegister;
import org.sharpeyes.gateway.registration.Registrar;
import org.sharpeyes.gateway.registration.StreamRequest;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Cameras that speak RTSP but not ONVIF. */
@RestController
@RequestMapping("/api/v1/cameras")
class StreamCameraController {
    private static final int LONGEST_NAME = 100;

    private final Registrar registrar;
    private final AllowedNetworks allowed;
    private final Access access;

    StreamCameraController(Registrar registrar, AllowedNetworks allowed, Access access) {
        this.registrar = registrar;
        this.allowed = allowed;
        this.access = access;
    }

    record Rtsp(@Nullable String main, @Nullable String sub) {}

    record Place(@Nullable String type, @Nullable List<Double> coordinates) {}

    /**
     * @param area id; without one the point comes into the county
     * @param pointCode of an existing point; without one a new point is made
     * @param location GeoJSON Point, WGS-84
     * @param azimuth degrees clockwise from true north
     */
    record CameraBody(
            @Nullable String name,
            @Nullable Rtsp rtsp,
            @Nullable String username,
            @Nullable String password,
            @Nullable String area,
            @Nullable String pointCode,
            @Nullable Place location,
            @Nullable Double azimuth) {
        @Override
        public String toString() {
            return "CameraBody[" + name + "]";
        }
    }

    record Started(String id) {}

    @Operation(summary = "Register a camera by its stream address; watch /registrations/{id} until a picture came")
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    Started register(@RequestBody CameraBody body, CurrentUser user) {
        Optional<AreaId> area = Optional.ofNullable(body.area()).map(DiscoveryController::area);
        String rule = area.isPresent()
                ? access.require(user, Action.REGISTER_CAMERA, area.get())
                : access.require(user, Action.REGISTER_CAMERA);
        if (body.rtsp() == null || body.rtsp().main() == null) {
            throw ApiProblem.invalid("rtsp.main", null, "an address as rtsp://192.0.2.7:554/live");
        }
        String name = body.name() == null ? "" : body.name().strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw ApiProblem.invalid("name", body.name(), "1 to " + LONGEST_NAME + " characters");
        }
        Optional<Credentials> login = body.username() == null
                ? Optional.empty()
                : Optional.of(DiscoveryController.credentials(body.username(), body.password()));
        StreamRequest request;
        try {
            request = StreamRequest.of(
                    body.rtsp().main(),
                    Optional.ofNullable(body.rtsp().sub()),
                    login,
                    new CameraRegister.Wish(
                            area,
                            body.pointCode() == null ? Map.of() : Map.of(1, body.pointCode()),
                            name,
                            Optional.ofNullable(body.location()).map(StreamCameraController::point),
                            azimuth(body.azimuth())),
                    allowed);
        } catch (RefusedAddressException e) {
            throw ApiProblem.of(ApiProblem.Type.INVALID_VALUE, "rtsp: " + e.getMessage());
        }
        access.record(
                user,
                "REGISTER_CAMERA",
                null,
                "stream address " + request.main().socket(),
                "",
                rule);
        try {
            return new Started(registrar.register(request).id().toString());
        } catch (Registrar.BusyException e) {
            throw ApiProblem.retryLater(ApiProblem.Type.UNAVAILABLE, String.valueOf(e.getMessage()), 10);
        }
    }

    private static @Nullable Double azimuth(@Nullable Double azimuth) {
        if (azimuth != null && !(azimuth >= 0 && azimuth < 360)) {
            throw ApiProblem.invalid("azimuth", azimuth, "0 to below 360 degrees");
        }
        return azimuth;
    }

    private static GeoPoint point(Place place) {
        List<Double> at = place.coordinates();
        if (!"Point".equals(place.type()) || at == null || at.size() < 2) {
            throw ApiProblem.invalid("location", place, "a GeoJSON Point");
        }
        try {
            return new GeoPoint(at.get(0), at.get(1));
        } catch (IllegalArgumentException e) {
            throw ApiProblem.of(ApiProblem.Type.INVALID_VALUE, "location: " + e.getMessage());
        }
    }
}
