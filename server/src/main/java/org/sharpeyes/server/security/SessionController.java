package org.sharpeyes.server.security;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.AccessControl;
import org.sharpeyes.access.Assignment;
import org.sharpeyes.access.account.Account;
import org.sharpeyes.access.account.Accounts;
import org.sharpeyes.access.account.SignInGuard;
import org.sharpeyes.access.session.Sessions;
import org.sharpeyes.model.Action;
import org.sharpeyes.server.http.ApiProblem;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Signing in and out, and who one is. */
@RestController
@RequestMapping("/api/v1/session")
class SessionController {
    private final Accounts accounts;
    private final SignInGuard guard;
    private final Sessions sessions;
    private final AccessControl control;
    private final Access access;
    private final ClientAddress addresses;

    SessionController(
            Accounts accounts,
            SignInGuard guard,
            Sessions sessions,
            AccessControl control,
            Access access,
            ClientAddress addresses) {
        this.accounts = accounts;
        this.guard = guard;
        this.sessions = sessions;
        this.control = control;
        this.access = access;
        this.addresses = addresses;
    }

    record SignIn(@Nullable String username, @Nullable String password) {
        @Override
        public String toString() {
            return "SignIn[" + username + "]";
        }
    }

    record PasswordChange(
            @Nullable String current, @Nullable String password) {
        @Override
        public String toString() {
            return "PasswordChange[not shown]";
        }
    }

    /** @param actions what the user may do somewhere: enough for a console to know which pages to offer */
    record Me(String id, String username, String displayName, Set<String> roles, Set<Action> actions) {}

    record SignedIn(String token, Instant expiresAt, Me user) {}

    @Operation(summary = "Sign in: answers a token and sets a cookie; API calls take either")
    @PostMapping
    ResponseEntity<SignedIn> signIn(@RequestBody SignIn body, ServerHttpRequest request) {
        String username = required("username", body.username()).strip().toLowerCase(Locale.ROOT);
        String password = required("password", body.password());
        String address = addresses.of(request);
        refuseWhilePaused(username, address);
        Optional<Account> account = accounts.authenticate(username, password);
        if (account.isEmpty()) {
            guard.failed(username, address);
            throw ApiProblem.of(ApiProblem.Type.SIGN_IN_FAILED, "User name or password is wrong");
        }
        guard.succeeded(username, address);
        Sessions.Opened opened = sessions.open(account.get(), address);
        access.record(
                account.get().id(),
                username,
                address,
                "SIGN_IN",
                null,
                "session " + opened.session().id(),
                "",
                "");
        Duration lifetime =
                Duration.between(opened.session().createdAt(), opened.session().expiresAt());
        return ResponseEntity.ok()
                .header(
                        HttpHeaders.SET_COOKIE,
                        SessionCookie.of(opened.token(), lifetime, addresses.secure(request))
                                .toString())
                .body(new SignedIn(opened.token(), opened.session().expiresAt(), me(account.get())));
    }

    @Operation(summary = "Who am I, and what may I do somewhere")
    @GetMapping
    Me whoAmI(CurrentUser user) {
        return me(accounts.find(user.id()).orElseThrow(ApiProblem::notFound));
    }

    @Operation(summary = "Sign out: ends the session and what runs on it")
    @DeleteMapping
    ResponseEntity<Void> signOut(CurrentUser user, ServerHttpRequest request) {
        sessions.closeById(user.session());
        return ResponseEntity.noContent()
                .header(
                        HttpHeaders.SET_COOKIE,
                        SessionCookie.cleared(addresses.secure(request)).toString())
                .build();
    }

    @Operation(summary = "Change one's own password: ends all sessions of the account")
    @PostMapping("/password")
    ResponseEntity<Void> changePassword(@RequestBody PasswordChange body, CurrentUser user) {
        String current = required("current", body.current());
        String password = required("password", body.password());
        refuseWhilePaused(user.username(), user.address());
        if (accounts.authenticate(user.username(), current).isEmpty()) {
            guard.failed(user.username(), user.address());
            throw ApiProblem.of(ApiProblem.Type.SIGN_IN_FAILED, "The current password is wrong");
        }
        access.record(user, "CHANGE_PASSWORD", null, "own account", "", "");
        accounts.setPassword(user.id(), password);
        sessions.closeAll(user.id());
        return ResponseEntity.noContent().build();
    }

    private void refuseWhilePaused(String username, String address) {
        Duration pause = guard.pause(username, address);
        if (pause != null) {
            throw ApiProblem.retryLater(
                    ApiProblem.Type.TOO_MANY_ATTEMPTS,
                    "Too many attempts; try again later",
                    (int) pause.toSeconds() + 1);
        }
    }

    private Me me(Account account) {
        List<Assignment> assignments = control.assignments(account.id());
        Set<Action> actions = EnumSet.noneOf(Action.class);
        for (Action action : Action.values()) {
            if (control.decide(account.id(), action).allowed()) {
                actions.add(action);
            }
        }
        Set<String> roles = new TreeSet<>();
        assignments.stream()
                .filter(a -> a.effect() == Assignment.Effect.ALLOW)
                .forEach(a -> roles.add(a.role().text()));
        return new Me(account.id().toString(), account.username(), account.displayName(), roles, actions);
    }

    private static String required(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw ApiProblem.invalid(field, value, "a text");
        }
        return value;
    }
}
