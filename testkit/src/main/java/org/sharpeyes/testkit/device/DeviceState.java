package org.sharpeyes.testkit.device;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sharpeyes.testkit.fleet.Ailment;
import org.sharpeyes.testkit.fleet.ChannelPlan;
import org.sharpeyes.testkit.fleet.DevicePlan;
import org.sharpeyes.testkit.fleet.Fault;

/** Everything that changes about one device, its media aside. Confined to the device's loop, the counters excepted. */
public final class DeviceState {
    private final DevicePlan plan;
    private final InstantSource trueClock;
    private final FaultSet faults = new FaultSet();
    private final Map<Integer, FaultSet> channelFaults = new HashMap<>();
    private final LockOut lockOut = new LockOut();
    private final DeviceCounters counters = new DeviceCounters();
    private Duration handSetOffset = Duration.ZERO;

    /** @param trueClock the time of the world; the device's own may differ */
    public DeviceState(DevicePlan plan, InstantSource trueClock) {
        this.plan = requireNonNull(plan, "plan");
        this.trueClock = requireNonNull(trueClock, "trueClock");
        plan.channels().forEach(channel -> channelFaults.put(channel.number(), new FaultSet()));
    }

    public DevicePlan plan() {
        return plan;
    }

    public DeviceCounters counters() {
        return counters;
    }

    public Instant trueTime() {
        return trueClock.instant();
    }

    /** What the device's own clock shows. */
    public Instant ownTime() {
        return trueTime().plus(handSetOffset).plus(ailment().clockOffset());
    }

    /** Sets the device's clock, as a person or a client does; a drift fault stays on top. */
    void setClock(Instant time) {
        handSetOffset = Duration.between(trueTime(), time);
    }

    void setClockByNtp() {
        handSetOffset = Duration.ZERO;
    }

    /** What is wrong with the whole device now. */
    public Ailment ailment() {
        return faults.ailment(trueTime());
    }

    /** What is wrong with one channel now, the device's own troubles left out. */
    public Ailment channelAilment(int number) {
        return channel(number).ailment(trueTime());
    }

    /** @param origin whose fault it is; a second one of the same origin takes the place of the first */
    public void putFault(String origin, Fault fault) {
        faults.put(origin, fault, trueTime());
    }

    public void removeFault(String origin) {
        faults.remove(origin);
    }

    /**
     * @throws IllegalArgumentException for a fault that only a whole device can have
     */
    public void putChannelFault(int number, String origin, Fault fault) {
        if (!(fault instanceof Fault.Silent
                || fault instanceof Fault.Refused
                || fault instanceof Fault.Frozen
                || fault instanceof Fault.Black
                || fault instanceof Fault.Flapping)) {
            throw new IllegalArgumentException("kind: \"" + fault.kind().text()
                    + "\" (expected: silent, refused, frozen, black or flapping for one channel of an NVR)");
        }
        channel(number).put(origin, fault, trueTime());
    }

    public void removeChannelFault(int number, String origin) {
        channel(number).remove(origin);
    }

    private FaultSet channel(int number) {
        FaultSet found = channelFaults.get(number);
        if (found == null) {
            throw new IllegalArgumentException("channel: " + number + " (expected: one that " + plan.name() + " has)");
        }
        return found;
    }

    /** Names of all faults at work on the device or that channel, for people to read. */
    public List<String> faultNames(int channel) {
        List<String> names = new ArrayList<>();
        Stream.concat(faults.all().stream(), channel(channel).all().stream())
                .forEach(fault -> names.add(fault.kind().text()));
        return names;
    }

    /** When a fault turns by itself next. */
    public Optional<Instant> nextTurn() {
        Instant now = trueTime();
        return Stream.concat(
                        faults.nextTurn(now).stream(),
                        channelFaults.values().stream().flatMap(set -> set.nextTurn(now).stream()))
                .min(Instant::compareTo);
    }

    /** Whether nobody gets in, the right password or not. */
    public boolean locked() {
        return ailment().locked() || lockOut.locked(trueTime());
    }

    public Optional<Instant> lockedUntil() {
        return lockOut.locked(trueTime()) ? lockOut.until() : Optional.empty();
    }

    /** The one password that opens the device now. */
    public String password() {
        return ailment().passwordChanged()
                ? plan.credentials().password() + "-changed"
                : plan.credentials().password();
    }

    /** Notes wrong credentials, whatever the service. */
    public void authenticationFailed() {
        counters.authenticationFailures().incrementAndGet();
        if (lockOut.failed(trueTime())) {
            counters.lockOuts().incrementAndGet();
        }
    }

    public void authenticationSucceeded() {
        lockOut.succeeded();
    }

    /** The host that the device gives as its own in whatever it answers. */
    public String announcedHost() {
        return ailment().announcedHost().or(plan::innerAddress).orElse(plan.address());
    }

    Optional<ChannelPlan> channelPlan(int number) {
        return plan.channels().stream()
                .filter(channel -> channel.number() == number)
                .findFirst();
    }
}
