package org.sharpeyes.server.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraState;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.dependency.Dependency;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.directory.CameraSource;
import org.sharpeyes.registry.pose.Position;
import org.sharpeyes.registry.pose.Reading;
import org.sharpeyes.server.security.CurrentUser;

/**
 * A camera in lists and by itself.
 *
 * @param area id of the area it lies in
 * @param since when it came into its state
 * @param location {@code null} if not known
 * @param azimuth degrees from true north; {@code null} if not known
 * @param channel what hangs there; {@code null} while nothing does
 */
record CameraView(
        String id,
        String name,
        String pointCode,
        String area,
        String areaName,
        CameraState state,
        Instant since,
        @Nullable GeoJsonPoint location,
        @Nullable Double azimuth,
        int pointClass,
        String areaClass,
        @Nullable ChannelView channel,
        @Nullable DeviceView device,
        List<DependencyView> dependencies) {

    record ChannelView(String id, int number, List<StreamView> streams) {}

    record StreamView(String profile, String codec, int width, int height) {}

    /** Serial and addresses are {@code null} for those who do not look after the hardware. */
    record DeviceView(
            String id,
            String kind,
            String manufacturer,
            String model,
            @Nullable String serial,
            @Nullable Map<String, String> addresses) {}

    record DependencyView(String id, String kind, String name) {}

    static CameraView of(CameraEntry camera, VisibleRegistry registry, CurrentUser user) {
        CameraConditions.Condition condition = registry.condition(camera);
        Position position = camera.pose().position();
        Reading azimuth = camera.pose().azimuth();
        CameraSource source = camera.source().orElse(null);
        boolean hardware = registry.seesHardware(user, camera);
        return new CameraView(
                camera.id().toString(),
                camera.details().name(),
                camera.details().code().digits(),
                camera.details().area().toString(),
                registry.directory()
                        .area(camera.details().area())
                        .map(Area::name)
                        .orElse(""),
                condition.state(),
                condition.since(),
                position == null ? null : GeoJsonPoint.of(position.at()),
                azimuth == null ? null : azimuth.value(),
                camera.details().pointClass().code(),
                camera.details().areaClass().name(),
                source == null ? null : channel(source),
                source == null ? null : device(source, hardware),
                hardware
                        ? registry.directory().chain(camera).stream()
                                .map(CameraView::dependency)
                                .toList()
                        : List.of());
    }

    private static ChannelView channel(CameraSource source) {
        return new ChannelView(
                source.channel().toString(),
                source.channelNumber(),
                source.streams().stream()
                        .map(stream -> new StreamView(
                                stream.profile().text(), stream.codec(), stream.width(), stream.height()))
                        .toList());
    }

    private static DeviceView device(CameraSource source, boolean hardware) {
        Map<String, String> addresses = new TreeMap<>();
        source.accessPath()
                .services()
                .forEach((service, address) ->
                        addresses.put(service.name().toLowerCase(java.util.Locale.ROOT), address.toString()));
        return new DeviceView(
                source.device().toString(),
                source.kind().name(),
                source.manufacturer(),
                source.model(),
                hardware ? source.serial() : null,
                hardware ? addresses : null);
    }

    private static DependencyView dependency(Dependency dependency) {
        return new DependencyView(dependency.id().toString(), dependency.kind().name(), dependency.name());
    }
}
