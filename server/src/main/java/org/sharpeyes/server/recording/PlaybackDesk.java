package org.sharpeyes.server.recording;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.AccessControl;
import org.sharpeyes.access.account.Account;
import org.sharpeyes.access.grant.Grant;
import org.sharpeyes.access.grant.GrantBook;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GrantId;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.model.UserId;
import org.sharpeyes.recording.playback.PlaybackGuard;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Who may play what: by a grant, or by right alone for accounts that need none. Looks into memory only, so event loops may
 * ask. Thread-safe.
 */
final class PlaybackDesk {
    private static final int MOST_ORDERS = 10_000;

    private final AccessControl control;
    private final ObjectProvider<GrantBook> grants;
    private final PlaybackSettings settings;
    private final List<String> withoutGrant;
    private final InstantSource clock;
    private final Map<String, PlaybackOrder> orders = new ConcurrentHashMap<>();

    PlaybackDesk(
            AccessControl control,
            ObjectProvider<GrantBook> grants,
            PlaybackSettings settings,
            List<String> withoutGrant,
            InstantSource clock) {
        this.control = control;
        this.grants = grants;
        this.settings = settings;
        this.withoutGrant = List.copyOf(withoutGrant);
        this.clock = clock;
    }

    /** Whether this account may play back without an approved request what its role allows. */
    boolean needsNoGrant(String username) {
        return withoutGrant.contains(username);
    }

    /** The grant of this id, if it is in force and this user's. */
    Optional<Grant> grant(GrantId id, UserId user) {
        return Optional.ofNullable(grants.getIfAvailable()).flatMap(book -> book.find(id, user));
    }

    /** Keeps an order; its access records are written already. */
    PlaybackOrder order(
            UserId user,
            @Nullable GrantId grant,
            List<CameraId> cameras,
            StreamProfile profile,
            TimeWindow window,
            String purpose) {
        orders.values().removeIf(old -> !old.expiresAt().isAfter(clock.instant()));
        if (orders.size() >= MOST_ORDERS) {
            throw org.sharpeyes.server.http.ApiProblem.retryLater(
                    org.sharpeyes.server.http.ApiProblem.Type.UNAVAILABLE, "Too many playbacks are open", 60);
        }
        PlaybackOrder order = new PlaybackOrder(
                UUID.randomUUID().toString(),
                user,
                grant,
                cameras,
                profile,
                window,
                purpose,
                clock.instant().plus(settings.orderLifetime()));
        orders.put(order.id(), order);
        return order;
    }

    /**
     * What an address names for this account: an order, or a grant by its own id.
     *
     * @param text of the address
     */
    Optional<PlaybackOrder> find(String text, Account account, CameraId camera) {
        PlaybackOrder order = orders.get(text);
        if (order == null) {
            order = ofGrant(text, account.id()).orElse(null);
        }
        return Optional.ofNullable(order)
                .filter(each -> each.user().equals(account.id()))
                .filter(each -> each.cameras().contains(camera))
                .filter(each -> each.expiresAt().isAfter(clock.instant()));
    }

    private Optional<PlaybackOrder> ofGrant(String text, UserId user) {
        try {
            return grant(GrantId.parse(text), user)
                    .map(grant -> new PlaybackOrder(
                            text,
                            user,
                            grant.id(),
                            List.copyOf(grant.cameras()),
                            StreamProfile.MAIN,
                            grant.window(),
                            "",
                            grant.expiresAt()));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    boolean isOrder(String text) {
        return orders.containsKey(text);
    }

    /** Whether a view under this address belongs to a grant. */
    boolean under(String text, GrantId grant) {
        PlaybackOrder order = orders.get(text);
        return text.equals(grant.toString()) || order != null && grant.equals(order.grant());
    }

    /** Asked for each piece before it leaves. */
    PlaybackGuard guard(PlaybackOrder order, CameraId camera) {
        return piece -> allows(order, camera, piece);
    }

    private boolean allows(PlaybackOrder order, CameraId camera, TimeWindow piece) {
        GrantId grant = order.grant();
        if (grant != null) {
            GrantBook book = grants.getIfAvailable();
            return book != null
                    && book.check(grant, order.user(), Action.PLAY_BACK, camera, piece)
                            .open();
        }
        return control.decide(order.user(), Action.PLAY_BACK, camera).allowed();
    }

    /** Whether the order as a whole still holds. */
    boolean stands(PlaybackOrder order, CameraId camera) {
        GrantId grant = order.grant();
        return (grant == null || grant(grant, order.user()).isPresent())
                && control.decide(order.user(), Action.PLAY_BACK, camera).allowed();
    }
}
