package org.sharpeyes.alarm;

import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraState;

/**
 * What is believed of one camera. Immutable; each state offers only its legal exits. Times are on the monotonic clock.
 *
 * <pre>
 *   Unknown ──proof──▶ Up ──first miss──▶ Suspect ──three rounds, 9.9 s, no proof──▶ Down
 *      └──first miss──▶ Suspect ──proof──▶ Up ◀──────────────proof───────────────────┘
 *   any ──window begins──▶ Maintenance ──window ends──▶ Unknown
 * </pre>
 */
sealed interface CameraHealth {
    CameraState state();

    default Maintenance windowBegan() {
        return new Maintenance();
    }

    /** Nothing is proved yet: new, or maintenance has ended. */
    record Unknown() implements CameraHealth {
        @Override
        public CameraState state() {
            return CameraState.UNKNOWN;
        }

        Up proved(long now) {
            return new Up(now);
        }

        Suspect missed(@Nullable Misses contact, @Nullable Misses stream) {
            return new Suspect(contact, stream);
        }
    }

    /** @param since when proof began; unbroken since */
    record Up(long since) implements CameraHealth {
        @Override
        public CameraState state() {
            return CameraState.UP;
        }

        Suspect missed(@Nullable Misses contact, @Nullable Misses stream) {
            return new Suspect(contact, stream);
        }
    }

    /**
     * Fast re-probes are under way.
     *
     * @param contact rounds in which nothing of the camera answered
     * @param stream rounds in which its stream could not be had, whatever else answered
     */
    record Suspect(@Nullable Misses contact, @Nullable Misses stream) implements CameraHealth {
        @Override
        public CameraState state() {
            return CameraState.SUSPECT;
        }

        Up proved(long now) {
            return new Up(now);
        }

        Suspect missed(@Nullable Misses contact, @Nullable Misses stream) {
            return new Suspect(contact, stream);
        }

        /** What was missed proves nothing, because we were paused or blind: the count begins again. */
        Suspect excused() {
            return new Suspect(null, null);
        }

        boolean lost(AlarmSettings settings, long now) {
            return contact != null && contact.enough(settings, now) || stream != null && stream.enough(settings, now);
        }

        /** The misses that decide, the ones of contact first: nothing answering explains a missing stream. */
        @Nullable
        Misses deciding(AlarmSettings settings, long now) {
            return contact != null && contact.enough(settings, now)
                    ? contact
                    : stream != null && stream.enough(settings, now) ? stream : null;
        }

        long firstMissAt(long otherwise) {
            long first = otherwise;
            if (contact != null) {
                first = Math.min(first, contact.firstSentAt());
            }
            if (stream != null) {
                first = Math.min(first, stream.firstSentAt());
            }
            return first;
        }

        int rounds() {
            return Math.max(contact == null ? 0 : contact.rounds(), stream == null ? 0 : stream.rounds());
        }

        Down down(long lossBeganAt) {
            return new Down(lossBeganAt);
        }
    }

    /** @param lossBeganAt when the first unanswered probe was sent; {@link Long#MIN_VALUE} if before our start */
    record Down(long lossBeganAt) implements CameraHealth {
        @Override
        public CameraState state() {
            return CameraState.DOWN;
        }

        Up proved(long now) {
            return new Up(now);
        }

        /** Its wider cause ended and it did not come back: the loss counts from then. */
        Down lostAgain(long at) {
            return new Down(at);
        }
    }

    /** Planned work: nothing is said of the camera. */
    record Maintenance() implements CameraHealth {
        @Override
        public CameraState state() {
            return CameraState.MAINTENANCE;
        }

        Unknown windowEnded() {
            return new Unknown();
        }
    }
}
