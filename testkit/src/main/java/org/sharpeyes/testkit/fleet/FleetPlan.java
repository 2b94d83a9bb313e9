package org.sharpeyes.testkit.fleet;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.testkit.video.VideoFormat;

/**
 * All devices of a simulated town. The same size and seed give the same plan.
 *
 * <p>Rules that inventories may rely on, whatever the seed: camera <i>n</i> is {@code cam-000n} with serial
 * {@code SEC0000n} on the <i>n</i>-th address of the network; NVR <i>n</i> is {@code nvr-0n} with serial
 * {@code SEN0000n}, its channels {@code nvr-0n-ch01} and so on; a camera behind mapped ports is {@code map-000n} with
 * serial {@code SEM0000n}.
 */
public record FleetPlan(long seed, List<DevicePlan> devices, List<SwitchPlan> switches) {
    private static final int NVR_CHANNELS = 16;

    /** In turn, but for a few that know HTTP Digest only. */
    private static final List<DeviceModel> CAMERA_MODELS = List.of(
            new DeviceModel(
                    "Lumenfield", "LF-B2120", "V5.2.11", OnvifAuthentication.BOTH, true, DeviceModel.UuidForm.URN_UUID),
            new DeviceModel(
                    "Harrow Vision",
                    "HV-D4",
                    "2.800.0000.7.R",
                    OnvifAuthentication.USERNAME_TOKEN,
                    false,
                    DeviceModel.UuidForm.UUID),
            new DeviceModel(
                    "Qingshan",
                    "QS-IPC-8231",
                    "1.0.34",
                    OnvifAuthentication.BOTH_SHA256,
                    true,
                    DeviceModel.UuidForm.URN_UUID),
            new DeviceModel(
                    "Northlake", "NL-T30", "4.1.0-b7", OnvifAuthentication.BOTH, false, DeviceModel.UuidForm.URN_UUID),
            new DeviceModel(
                    "Lumenfield", "LF-P5520", "V5.3.2", OnvifAuthentication.BOTH, true, DeviceModel.UuidForm.URN_UUID));

    /** Cameras 9, 19, …: newer firmware that knows no UsernameToken any more. */
    private static final DeviceModel DIGEST_ONLY = new DeviceModel(
            "Northlake", "NL-T40", "5.0.2", OnvifAuthentication.HTTP_DIGEST_MD5, true, DeviceModel.UuidForm.URN_UUID);

    /** Cameras 13, 33, …. */
    private static final DeviceModel STRONG_DIGEST_ONLY = new DeviceModel(
            "Qingshan",
            "QS-IPC-9231",
            "2.1.0",
            OnvifAuthentication.HTTP_DIGEST_SHA256,
            true,
            DeviceModel.UuidForm.URN_UUID);

    private static final DeviceModel NVR_MODEL = new DeviceModel(
            "Qingshan", "QS-NVR-16", "3.4.106", OnvifAuthentication.BOTH, true, DeviceModel.UuidForm.URN_UUID);

    public FleetPlan {
        devices = List.copyOf(devices);
        switches = List.copyOf(switches);
        Set<String> names = new HashSet<>();
        for (DevicePlan device : devices) {
            for (ChannelPlan channel : device.channels()) {
                requireNew(names, channel.name());
            }
            if (device.kind() == DevicePlan.Kind.NVR) {
                requireNew(names, device.name());
            }
        }
    }

    private static void requireNew(Set<String> names, String name) {
        if (!names.add(name)) {
            throw new IllegalArgumentException("name: \"" + name + "\" (expected: unique in the fleet)");
        }
    }

    /** Lays out a fleet by numbers alone. */
    public static FleetPlan of(FleetSize size) {
        List<DevicePlan> devices = new ArrayList<>();
        List<String> cameraNames = new ArrayList<>();
        for (int n = 1; n <= size.cameras(); n++) {
            DevicePlan camera = camera(size, n);
            devices.add(camera);
            cameraNames.add(camera.name());
        }
        for (int n = 1; n <= size.nvrs(); n++) {
            devices.add(nvr(size, n));
        }
        for (int n = 1; n <= size.mapped(); n++) {
            devices.add(mapped(size, n));
        }
        return new FleetPlan(size.seed(), devices, switches(size.switches(), cameraNames));
    }

    private static List<SwitchPlan> switches(int count, List<String> cameras) {
        List<SwitchPlan> switches = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            int from = (int) ((long) cameras.size() * n / count);
            int to = (int) ((long) cameras.size() * (n + 1) / count);
            switches.add(new SwitchPlan("switch-%02d".formatted(n + 1), cameras.subList(from, to)));
        }
        return switches;
    }

    private static DevicePlan camera(FleetSize size, int n) {
        String name = String.format(Locale.ROOT, "cam-%04d", n);
        VideoFormat main;
        if (n % 5 == 0) {
            main = new VideoFormat(VideoCodec.H265, 1280, 720, 15, 2, 250_000);
        } else if (n % 5 == 3) {
            main = new VideoFormat(VideoCodec.H264, 1920, 1080, 15, 2, 2_500_000);
        } else {
            main = new VideoFormat(VideoCodec.H264, 1280, 720, 15, n % 8 == 7 ? 10 : 2, 1_500_000);
        }
        return device(
                size,
                name,
                DevicePlan.Kind.CAMERA,
                size.network().address(n),
                size.onvifPort(),
                size.rtspPort(),
                Optional.empty(),
                String.format(Locale.ROOT, "SEC%05d", n),
                n,
                model(n),
                List.of(new ChannelPlan(name, 1, main, sub(), n % 4 == 2, n % 3 == 1)));
    }

    private static DeviceModel model(int n) {
        if (n % 10 == 9) {
            return DIGEST_ONLY;
        }
        return n % 20 == 13 ? STRONG_DIGEST_ONLY : CAMERA_MODELS.get((n - 1) % CAMERA_MODELS.size());
    }

    private static DevicePlan nvr(FleetSize size, int n) {
        String name = String.format(Locale.ROOT, "nvr-%02d", n);
        List<ChannelPlan> channels = new ArrayList<>();
        for (int number = 1; number <= NVR_CHANNELS; number++) {
            VideoFormat main = number % 8 == 5
                    ? new VideoFormat(VideoCodec.H265, 1280, 720, 15, 2, 250_000)
                    : new VideoFormat(VideoCodec.H264, 1280, 720, 15, 2, 1_200_000);
            channels.add(new ChannelPlan(
                    String.format(Locale.ROOT, "%s-ch%02d", name, number), number, main, sub(), false, false));
        }
        return device(
                size,
                name,
                DevicePlan.Kind.NVR,
                size.network().address(upper(size, 15) + n),
                size.onvifPort(),
                size.rtspPort(),
                Optional.empty(),
                String.format(Locale.ROOT, "SEN%05d", n),
                0x4000 + n,
                NVR_MODEL,
                channels);
    }

    private static DevicePlan mapped(FleetSize size, int n) {
        String name = String.format(Locale.ROOT, "map-%04d", n);
        return device(
                size,
                name,
                DevicePlan.Kind.CAMERA,
                size.network().address(upper(size, 14) + 1),
                size.onvifPort() == 0 ? 0 : 10_000 + n,
                size.rtspPort() == 0 ? 0 : 11_000 + n,
                Optional.of("192.168.77." + (10 + n % 240)),
                String.format(Locale.ROOT, "SEM%05d", n),
                0x8000 + n,
                CAMERA_MODELS.get(n % CAMERA_MODELS.size()),
                List.of(new ChannelPlan(
                        name, 1, new VideoFormat(VideoCodec.H264, 1280, 720, 15, 2, 1_500_000), sub(), false, false)));
    }

    /** Where a sixteenth of the network begins: recorders and mapped ports stay clear of the cameras. */
    private static int upper(FleetSize size, int sixteenth) {
        return size.network().size() / 16 * sixteenth;
    }

    private static VideoFormat sub() {
        return new VideoFormat(VideoCodec.H264, 640, 360, 15, 2, 300_000);
    }

    private static DevicePlan device(
            FleetSize size,
            String name,
            DevicePlan.Kind kind,
            String address,
            int onvifPort,
            int rtspPort,
            Optional<String> innerAddress,
            String serial,
            int number,
            DeviceModel model,
            List<ChannelPlan> channels) {
        String mac = String.format(Locale.ROOT, "02:5e:e5:00:%02x:%02x", number >> 8 & 255, number & 255);
        UUID endpoint =
                UUID.nameUUIDFromBytes(("sharp-eyes simulated device " + serial).getBytes(StandardCharsets.UTF_8));
        return new DevicePlan(
                name,
                kind,
                address,
                onvifPort,
                rtspPort,
                innerAddress,
                serial,
                mac,
                endpoint,
                model,
                new Credentials("admin", password(size.seed(), serial)),
                channels);
    }

    private static String password(long seed, String serial) {
        Random random = new Random(seed * 0x5DEECE66DL + serial.hashCode());
        String letters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < 14; i++) {
            password.append(letters.charAt(random.nextInt(letters.length())));
        }
        return password.toString();
    }
}
