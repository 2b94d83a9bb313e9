package org.sharpeyes.relay.stream;

import java.time.Duration;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.StreamSnapshot;
import org.sharpeyes.relay.UpstreamFailure;

/**
 * The upstream of one stream. Immutable; each state offers only its legal exits.
 *
 * <pre>
 * Opening → Live → Pausing → Opening …
 *    └─────────────↗
 * any → Closed
 * </pre>
 */
sealed interface StreamState {
    StreamSnapshot.State shown();

    /** @param attempt 0 for the first */
    record Opening(int attempt) implements StreamState {
        Live opened() {
            return new Live();
        }

        Pausing failed(UpstreamFailure cause) {
            return new Pausing(attempt, cause);
        }

        @Override
        public StreamSnapshot.State shown() {
            return StreamSnapshot.State.OPENING;
        }
    }

    record Live() implements StreamState {
        Pausing lost(UpstreamFailure cause) {
            return new Pausing(0, cause);
        }

        @Override
        public StreamSnapshot.State shown() {
            return StreamSnapshot.State.LIVE;
        }
    }

    record Pausing(int attempt, UpstreamFailure cause) implements StreamState {
        private static final int MAX_DOUBLINGS = 16;

        Opening retry() {
            return new Opening(attempt + 1);
        }

        /** @param random in [0, 1): spreads the streams that were lost together over half of the pause */
        Duration pause(RelaySettings settings, double random) {
            // Who waited for a place and got none goes back to the queue soon; nobody is troubled by that.
            int doublings = cause.kind() == UpstreamFailure.Kind.NO_ROOM ? 0 : Math.min(attempt, MAX_DOUBLINGS);
            long doubled = settings.firstRetry().toNanos() << doublings;
            long whole = Math.min(doubled, settings.longestRetry().toNanos());
            return Duration.ofNanos((long) (whole * (0.5 + random / 2)));
        }

        @Override
        public StreamSnapshot.State shown() {
            return StreamSnapshot.State.WAITING_TO_REOPEN;
        }
    }

    record Closed() implements StreamState {
        @Override
        public StreamSnapshot.State shown() {
            return StreamSnapshot.State.CLOSED;
        }
    }

    default Closed close() {
        return new Closed();
    }
}
