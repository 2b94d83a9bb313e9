package org.sharpeyes.server.security;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.Assignment;
import org.sharpeyes.access.Role;
import org.sharpeyes.access.account.Account;
import org.sharpeyes.access.account.Accounts;
import org.sharpeyes.access.account.RightsOffice;
import org.sharpeyes.access.session.Sessions;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.UserId;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Accounts and their roles by area. The system administrator makes and disables accounts, the security administrator
 * gives them rights; neither can do the other's part.
 */
@RestController
@RequestMapping("/api/v1/users")
class UserController {
    private final Accounts accounts;
    private final RightsOffice rights;
    private final Sessions sessions;
    private final RegistryPlaces places;
    private final Access access;

    UserController(Accounts accounts, RightsOffice rights, Sessions sessions, RegistryPlaces places, Access access) {
        this.accounts = accounts;
        this.rights = rights;
        this.sessions = sessions;
        this.places = places;
        this.access = access;
    }

    /**
     * A role by area, as sent and as answered.
     *
     * @param area id of the subtree's top; none for the whole tree
     * @param pointClasses none for all classes
     * @param actions none for all actions of the role
     * @param effect ALLOW when none is given
     */
    record RoleByArea(
            @Nullable String id,
            @Nullable String role,
            @Nullable String area,
            @Nullable Set<String> pointClasses,
            @Nullable Set<String> actions,
            @Nullable String effect,
            @Nullable Instant expiresAt) {}

    record UserView(
            String id,
            String username,
            String displayName,
            boolean disabled,
            Instant createdAt,
            List<RoleByArea> roles) {}

    record NewUser(
            @Nullable String username,
            @Nullable String displayName,
            @Nullable String password,
            @Nullable List<RoleByArea> roles) {
        @Override
        public String toString() {
            return "NewUser[" + username + "]";
        }
    }

    record NewPassword(@Nullable String password) {
        @Override
        public String toString() {
            return "NewPassword[not shown]";
        }
    }

    @Operation(summary = "All accounts with their roles by area")
    @GetMapping
    Page<UserView> list(CurrentUser user) {
        requireEither(user);
        List<Assignment> all = rights.assignments(null);
        return Page.whole(
                accounts.all().stream().map(account -> view(account, all)).toList());
    }

    @Operation(summary = "One account with its roles by area")
    @GetMapping("/{id}")
    UserView get(@PathVariable String id, CurrentUser user) {
        requireEither(user);
        Account account = account(id);
        return view(account, rights.assignments(account.id()));
    }

    @Operation(summary = "Make an account; roles in the same call need the right to manage rights")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    UserView create(@RequestBody NewUser body, CurrentUser user) {
        String rule = requireEither(user);
        String username = required("username", body.username());
        String displayName = body.displayName() == null ? username : body.displayName();
        List<RoleByArea> roles = body.roles() == null ? List.of() : body.roles();
        if (!roles.isEmpty()) {
            access.require(user, Action.MANAGE_RIGHTS);
        }
        // Read before anything is made: a wrong role must not leave half an account.
        UserId nobody = UserId.random();
        roles.forEach(role -> assignment(role, nobody));
        access.record(user, "CREATE_ACCOUNT", null, "account " + username, "", rule);
        Account account = accounts.create(username, displayName, required("password", body.password()))
                .orElseThrow(() -> ApiProblem.conflict("The user name " + username + " is taken"));
        rights.publish();
        roles.forEach(role -> grant(assignment(role, account.id()), user));
        return view(account, rights.assignments(account.id()));
    }

    @Operation(summary = "Give a role by area")
    @PostMapping("/{id}/roles")
    @ResponseStatus(HttpStatus.CREATED)
    RoleByArea grant(@PathVariable String id, @RequestBody RoleByArea body, CurrentUser user) {
        access.require(user, Action.MANAGE_RIGHTS);
        return view(grant(assignment(body, account(id).id()), user));
    }

    @Operation(summary = "Take a role back; what runs by it ends within 5 s")
    @DeleteMapping("/{id}/roles/{role}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable String id, @PathVariable String role, CurrentUser user) {
        String rule = access.require(user, Action.MANAGE_RIGHTS);
        Account account = account(id);
        UUID assignment = uuid(role);
        if (rights.assignments(account.id()).stream().noneMatch(a -> a.id().equals(assignment))) {
            throw ApiProblem.notFound();
        }
        access.record(user, "REVOKE_RIGHT", null, "assignment " + assignment + " of " + account.username(), "", rule);
        rights.revoke(assignment, user.id());
    }

    @Operation(summary = "Disable an account: ends its sessions and what runs on them")
    @PostMapping("/{id}/disable")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void disable(@PathVariable String id, CurrentUser user) {
        String rule = requireEither(user);
        Account account = account(id);
        access.record(user, "DISABLE_ACCOUNT", null, "account " + account.username(), "", rule);
        accounts.disable(account.id());
        rights.publish();
        sessions.closeAll(account.id());
    }

    @Operation(summary = "Enable an account again")
    @PostMapping("/{id}/enable")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void enable(@PathVariable String id, CurrentUser user) {
        String rule = access.require(user, Action.MANAGE_SYSTEM);
        Account account = account(id);
        access.record(user, "ENABLE_ACCOUNT", null, "account " + account.username(), "", rule);
        accounts.enable(account.id());
        rights.publish();
    }

    @Operation(summary = "Set the password of an account: ends its sessions")
    @PostMapping("/{id}/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void setPassword(@PathVariable String id, @RequestBody NewPassword body, CurrentUser user) {
        String rule = access.require(user, Action.MANAGE_SYSTEM);
        Account account = account(id);
        String password = required("password", body.password());
        access.record(user, "SET_PASSWORD", null, "account " + account.username(), "", rule);
        accounts.setPassword(account.id(), password);
        sessions.closeAll(account.id());
    }

    private Assignment grant(Assignment assignment, CurrentUser user) {
        String rule = access.require(user, Action.MANAGE_RIGHTS);
        access.record(
                user,
                "GRANT_RIGHT",
                null,
                assignment.effect() + " " + assignment.role().text() + " to " + assignment.user() + " in "
                        + (assignment.area() == null ? "the whole tree" : "area " + assignment.area()),
                "",
                rule);
        RightsOffice.Grant grant = rights.grant(assignment, user.id());
        if (grant instanceof RightsOffice.Grant.Refused refused) {
            throw ApiProblem.forbidden(refused.reason());
        }
        return assignment;
    }

    private Assignment assignment(RoleByArea body, UserId user) {
        AreaId area = body.area() == null ? null : AreaId.parse(body.area());
        if (area != null && places.lineage(area).isEmpty()) {
            throw ApiProblem.invalid("area", body.area(), "id of an area of the registry");
        }
        Set<Action> actions = EnumSet.noneOf(Action.class);
        if (body.actions() != null) {
            body.actions().forEach(text -> actions.add(oneOf(Action.class, "actions", text)));
        }
        return new Assignment(
                UUID.randomUUID(),
                user,
                Role.parse(required("role", body.role())),
                body.effect() == null
                        ? Assignment.Effect.ALLOW
                        : oneOf(Assignment.Effect.class, "effect", body.effect()),
                area,
                body.pointClasses() == null ? Set.of() : body.pointClasses(),
                actions,
                body.expiresAt());
    }

    private String requireEither(CurrentUser user) {
        return access.allows(user, Action.MANAGE_SYSTEM)
                ? access.require(user, Action.MANAGE_SYSTEM)
                : access.require(user, Action.MANAGE_RIGHTS);
    }

    private Account account(String id) {
        return accounts.find(new UserId(uuid(id))).orElseThrow(ApiProblem::notFound);
    }

    private static UUID uuid(String id) {
        try {
            return UserId.parse(id).value();
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.notFound();
        }
    }

    private static UserView view(Account account, List<Assignment> all) {
        return new UserView(
                account.id().toString(),
                account.username(),
                account.displayName(),
                !account.active(),
                account.createdAt(),
                all.stream()
                        .filter(a -> a.user().equals(account.id()))
                        .map(UserController::view)
                        .toList());
    }

    private static RoleByArea view(Assignment assignment) {
        AreaId area = assignment.area();
        return new RoleByArea(
                assignment.id().toString(),
                assignment.role().text(),
                area == null ? null : area.toString(),
                assignment.pointClasses(),
                new java.util.TreeSet<>(
                        assignment.actions().stream().map(Action::name).toList()),
                assignment.effect().name(),
                assignment.expiresAt());
    }

    private static <E extends Enum<E>> E oneOf(Class<E> type, String field, String text) {
        for (E value : type.getEnumConstants()) {
            if (value.name().equals(text)) {
                return value;
            }
        }
        throw ApiProblem.invalid(field, text, "one of " + List.of(type.getEnumConstants()));
    }

    private static String required(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw ApiProblem.invalid(field, value, "a text");
        }
        return value;
    }
}
