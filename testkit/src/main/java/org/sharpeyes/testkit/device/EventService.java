package org.sharpeyes.testkit.device;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.sharpeyes.onvif.events.CreatePullPointSubscription;
import org.sharpeyes.onvif.events.GetEventProperties;
import org.sharpeyes.onvif.events.Notification;
import org.sharpeyes.onvif.events.PullMessages;
import org.sharpeyes.onvif.events.Renew;
import org.sharpeyes.onvif.events.Unsubscribe;
import org.sharpeyes.onvif.soap.EndpointReference;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.SoapFault;
import org.sharpeyes.testkit.fleet.ChannelPlan;

/** The Events service: pull points, and what the device tells by itself. Confined to the device's loop. */
final class EventService {
    private static final Duration LONGEST_PULL = Duration.ofSeconds(60);
    private static final List<String> TOPICS =
            List.of("VideoSource/MotionAlarm", "VideoSource/SignalLoss", "VideoSource/ImageTooDark/ImagingService");

    private final DeviceState state;
    private final Supplier<String> base;
    private final PullPoints pullPoints = new PullPoints();
    private boolean motion;

    /** @param base scheme, host and port under which the device announces its services */
    EventService(DeviceState state, Supplier<String> base) {
        this.state = state;
        this.base = base;
    }

    void register(Operations operations) {
        operations.on(GetEventProperties.OPERATION, request -> new GetEventProperties.Answer(TOPICS));
        operations.onReply(CreatePullPointSubscription.OPERATION, (request, target) -> {
            Instant now = state.ownTime();
            return pullPoints
                    .create(request.termination(), now)
                    .map(subscription -> {
                        for (ChannelPlan channel : state.plan().channels()) {
                            PullPoints.enqueue(subscription, motion(channel, "Initialized"));
                        }
                        return Operations.ok(
                                CreatePullPointSubscription.OPERATION,
                                new CreatePullPointSubscription.Answer(
                                        EndpointReference.of(base.get() + "/onvif/pullpoint/" + subscription.id()),
                                        now,
                                        subscription.until()));
                    })
                    .orElseGet(() ->
                            Operations.fault(SoapFault.receiver("too many subscriptions", "MaxEventSubscriptions")));
        });
        operations.onReply(
                PullMessages.OPERATION,
                (request, target) -> at(target, subscription -> {
                    if (!subscription.empty()) {
                        return pulled(subscription, request.limit());
                    }
                    Duration wait = request.timeout().compareTo(LONGEST_PULL) > 0 ? LONGEST_PULL : request.timeout();
                    return new OnvifReply.Later(wait, subscription::await, () -> pulled(subscription, request.limit()));
                }));
        operations.onReply(
                Renew.OPERATION,
                (request, target) -> at(target, subscription -> {
                    Instant now = state.ownTime();
                    pullPoints.renew(subscription, request.termination(), now);
                    return Operations.ok(Renew.OPERATION, new Renew.Answer(now, subscription.until()));
                }));
        operations.onReply(
                Unsubscribe.OPERATION,
                (request, target) -> at(target, subscription -> {
                    pullPoints.remove(subscription);
                    return Operations.ok(Unsubscribe.OPERATION, new Nothing());
                }));
    }

    private OnvifReply.Now pulled(PullPoints.Subscription subscription, int limit) {
        return Operations.ok(
                PullMessages.OPERATION,
                new PullMessages.Answer(state.ownTime(), subscription.until(), subscription.take(limit)));
    }

    private OnvifReply at(String target, Function<PullPoints.Subscription, OnvifReply> then) {
        String id = target.substring(target.lastIndexOf('/') + 1);
        if (id.matches("[0-9]{1,9}")) {
            Optional<PullPoints.Subscription> found = pullPoints.find(Integer.parseInt(id), state.ownTime());
            if (found.isPresent()) {
                return then.apply(found.get());
            }
        }
        return Operations.fault(SoapFault.sender("no such subscription", "InvalidArgVal"));
    }

    private Notification motion(ChannelPlan channel, String operation) {
        return new Notification(
                "VideoSource/MotionAlarm",
                state.ownTime(),
                operation,
                Map.of("Source", "source_" + channel.number()),
                Map.of(),
                Map.of("State", Boolean.toString(motion)));
    }

    /** Lets something move before the first camera: called every few seconds. */
    void tick() {
        if (pullPoints.anybody(state.ownTime())) {
            motion = !motion;
            pullPoints.publish(motion(state.plan().channels().get(0), "Changed"));
        }
    }

    /** Tells subscribers that an input lost or found its signal. */
    void signal(int channel, boolean lost) {
        pullPoints.publish(new Notification(
                "VideoSource/SignalLoss",
                state.ownTime(),
                "Changed",
                Map.of("Source", "source_" + channel),
                Map.of(),
                Map.of("State", Boolean.toString(lost))));
    }

    /** Tells subscribers that a picture became too dark, or bright enough again. */
    void dark(int channel, boolean dark) {
        pullPoints.publish(new Notification(
                "VideoSource/ImageTooDark/ImagingService",
                state.ownTime(),
                "Changed",
                Map.of("Source", "source_" + channel),
                Map.of(),
                Map.of("State", Boolean.toString(dark))));
    }
}
