package org.sharpeyes.testkit.fleet;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.sharpeyes.testkit.video.PictureKind;

/**
 * What several faults at once do to a device: its own, those of its switch, of its NVR. Immutable.
 *
 * @param reach whether it can be reached; flapping counts as its present half
 * @param clockOffset added to the true time
 * @param answerDelay before each answer
 * @param announcedHost what it says its own address is, if it lies
 */
public record Ailment(
        Reach reach,
        boolean passwordChanged,
        boolean locked,
        Duration clockOffset,
        Duration answerDelay,
        PictureKind picture,
        Optional<Fault.Malformed.Damage> damage,
        Optional<String> announcedHost) {

    /** Nothing is wrong. */
    public static final Ailment NONE = new Ailment(
            Reach.WELL,
            false,
            false,
            Duration.ZERO,
            Duration.ZERO,
            PictureKind.MOVING,
            Optional.empty(),
            Optional.empty());

    /** Whether a device can be reached, from best to worst. */
    public enum Reach {
        WELL,
        REFUSED,
        SILENT
    }

    public Ailment {
        requireNonNull(reach, "reach");
        requireNonNull(clockOffset, "clockOffset");
        requireNonNull(answerDelay, "answerDelay");
        requireNonNull(picture, "picture");
        requireNonNull(damage, "damage");
        requireNonNull(announcedHost, "announcedHost");
    }

    /**
     * @param flappingDown whether a flapping device is in its silent half
     */
    public static Ailment of(Collection<Fault> faults, boolean flappingDown) {
        Ailment sum = NONE;
        for (Fault fault : faults) {
            sum = sum.with(fault, flappingDown);
        }
        return sum;
    }

    /** This trouble of a device together with that of one of its channels. */
    public Ailment and(Ailment channel) {
        return reach(reach.compareTo(channel.reach()) >= 0 ? reach : channel.reach())
                .picture(picture.compareTo(channel.picture()) >= 0 ? picture : channel.picture());
    }

    private Ailment with(Fault fault, boolean flappingDown) {
        if (fault instanceof Fault.Silent || fault instanceof Fault.Flapping && flappingDown) {
            return reach(Reach.SILENT);
        } else if (fault instanceof Fault.Flapping) {
            return this;
        } else if (fault instanceof Fault.Refused) {
            return reach(reach == Reach.SILENT ? Reach.SILENT : Reach.REFUSED);
        } else if (fault instanceof Fault.WrongPassword) {
            return new Ailment(reach, true, locked, clockOffset, answerDelay, picture, damage, announcedHost);
        } else if (fault instanceof Fault.Lockout) {
            return new Ailment(reach, passwordChanged, true, clockOffset, answerDelay, picture, damage, announcedHost);
        } else if (fault instanceof Fault.Drift drift) {
            return new Ailment(
                    reach,
                    passwordChanged,
                    locked,
                    clockOffset.plus(drift.offset()),
                    answerDelay,
                    picture,
                    damage,
                    announcedHost);
        } else if (fault instanceof Fault.Slow slow) {
            return new Ailment(
                    reach,
                    passwordChanged,
                    locked,
                    clockOffset,
                    answerDelay.plus(slow.delay()),
                    picture,
                    damage,
                    announcedHost);
        } else if (fault instanceof Fault.Frozen) {
            return picture(picture == PictureKind.BLACK ? PictureKind.BLACK : PictureKind.FROZEN);
        } else if (fault instanceof Fault.Black) {
            return picture(PictureKind.BLACK);
        } else if (fault instanceof Fault.Malformed malformed) {
            return new Ailment(
                    reach,
                    passwordChanged,
                    locked,
                    clockOffset,
                    answerDelay,
                    picture,
                    Optional.of(malformed.damage()),
                    announcedHost);
        } else if (fault instanceof Fault.LyingAddress lying) {
            return new Ailment(
                    reach,
                    passwordChanged,
                    locked,
                    clockOffset,
                    answerDelay,
                    picture,
                    damage,
                    Optional.of(lying.host()));
        }
        throw new IllegalStateException("no effect is written for " + fault);
    }

    private Ailment reach(Reach worse) {
        return new Ailment(worse, passwordChanged, locked, clockOffset, answerDelay, picture, damage, announcedHost);
    }

    private Ailment picture(PictureKind kind) {
        return new Ailment(reach, passwordChanged, locked, clockOffset, answerDelay, kind, damage, announcedHost);
    }
}
