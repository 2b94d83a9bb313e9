package org.sharpeyes.testkit.device;

import java.time.Instant;
import java.util.function.Supplier;
import org.sharpeyes.onvif.ptz.ContinuousMove;
import org.sharpeyes.onvif.ptz.GetPresets;
import org.sharpeyes.onvif.ptz.GetStatus;
import org.sharpeyes.onvif.ptz.GotoPreset;
import org.sharpeyes.onvif.ptz.SetPreset;
import org.sharpeyes.onvif.ptz.Stop;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.SoapFault;
import org.sharpeyes.testkit.fleet.ChannelPlan;

/** The PTZ service of a device whose channel points and zooms. Confined to the device's loop. */
final class PtzService {
    private final DeviceState state;
    private final PtzDrive drive = new PtzDrive();

    PtzService(DeviceState state) {
        this.state = state;
    }

    void register(Operations operations) {
        operations.onReply(
                ContinuousMove.OPERATION,
                (request, target) -> moving(request.profile(), () -> {
                    drive.move(request.velocity(), request.timeout(), state.trueTime());
                    return Operations.ok(ContinuousMove.OPERATION, new Nothing());
                }));
        operations.onReply(
                Stop.OPERATION,
                (request, target) -> moving(request.profile(), () -> {
                    drive.stop(request.panTilt(), request.zoom(), state.trueTime());
                    return Operations.ok(Stop.OPERATION, new Nothing());
                }));
        operations.onReply(
                GetStatus.OPERATION,
                (request, target) -> moving(request.profile(), () -> {
                    Instant now = state.trueTime();
                    String moves = drive.moving(now) ? "MOVING" : "IDLE";
                    return Operations.ok(
                            GetStatus.OPERATION,
                            new GetStatus.Answer(drive.position(now), moves, moves, state.ownTime()));
                }));
        operations.onReply(
                GetPresets.OPERATION,
                (request, target) -> moving(
                        request.profile(),
                        () -> Operations.ok(GetPresets.OPERATION, new GetPresets.Answer(drive.presets()))));
        operations.onReply(
                SetPreset.OPERATION,
                (request, target) ->
                        moving(request.profile(), () -> drive.store(request.preset(), request.name(), state.trueTime())
                                .map(token -> Operations.ok(SetPreset.OPERATION, new SetPreset.Answer(token)))
                                .orElseGet(() -> Operations.fault(
                                        SoapFault.receiver("no room or no such preset", "Action", "TooManyPresets")))));
        operations.onReply(
                GotoPreset.OPERATION,
                (request, target) -> moving(
                        request.profile(),
                        () -> drive.recall(request.preset(), state.trueTime())
                                ? Operations.ok(GotoPreset.OPERATION, new Nothing())
                                : Operations.fault(SoapFault.sender("no such preset", "InvalidArgVal", "NoToken"))));
    }

    private OnvifReply moving(String profile, Supplier<OnvifReply> action) {
        return MediaServices.channelOf(state, profile)
                        .filter(ChannelPlan::pointsAndZooms)
                        .isPresent()
                ? action.get()
                : Operations.noProfile();
    }
}
