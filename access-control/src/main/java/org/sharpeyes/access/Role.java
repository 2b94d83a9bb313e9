package org.sharpeyes.access;

import static org.sharpeyes.model.Action.APPROVE_ACCESS;
import static org.sharpeyes.model.Action.CONTROL_PTZ;
import static org.sharpeyes.model.Action.EDIT_REGISTRY;
import static org.sharpeyes.model.Action.EXPORT;
import static org.sharpeyes.model.Action.HANDLE_INCIDENTS;
import static org.sharpeyes.model.Action.MANAGE_RIGHTS;
import static org.sharpeyes.model.Action.MANAGE_SYSTEM;
import static org.sharpeyes.model.Action.OPERATE_STREAMS;
import static org.sharpeyes.model.Action.PLAY_BACK;
import static org.sharpeyes.model.Action.READ_ACCESS_REGISTER;
import static org.sharpeyes.model.Action.REGISTER_CAMERA;
import static org.sharpeyes.model.Action.REQUEST_ACCESS;
import static org.sharpeyes.model.Action.SEARCH_RECORDINGS;
import static org.sharpeyes.model.Action.SEE_CAMERA;
import static org.sharpeyes.model.Action.SEE_INCIDENTS;
import static org.sharpeyes.model.Action.SUPERVISE_ACCESS;
import static org.sharpeyes.model.Action.TALK;
import static org.sharpeyes.model.Action.VIEW_LIVE;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.sharpeyes.model.Action;

/** What a person is in an area, and what that allows. */
public enum Role {
    DUTY_OFFICER(SEE_CAMERA, VIEW_LIVE, CONTROL_PTZ, TALK, SEE_INCIDENTS, HANDLE_INCIDENTS),
    TECHNICIAN(SEE_CAMERA, VIEW_LIVE, REGISTER_CAMERA, EDIT_REGISTRY, SEE_INCIDENTS, HANDLE_INCIDENTS, OPERATE_STREAMS),
    POLICE_OFFICER(SEE_CAMERA, SEARCH_RECORDINGS, REQUEST_ACCESS, PLAY_BACK, EXPORT),
    APPROVER(SEE_CAMERA, APPROVE_ACCESS),
    /** An approver whose word counts as that of the superior where a policy asks for one. */
    SUPERVISOR(SEE_CAMERA, APPROVE_ACCESS, SUPERVISE_ACCESS),
    /** Sees and views only points that were opened to the public. */
    GRID_WORKER(SEE_CAMERA, VIEW_LIVE),
    /** Sees and views only points that were opened to the public. */
    RESIDENT(SEE_CAMERA, VIEW_LIVE),
    INTEGRATOR(SEE_CAMERA, VIEW_LIVE, SEE_INCIDENTS),
    SYSTEM_ADMINISTRATOR(SEE_CAMERA, SEE_INCIDENTS, MANAGE_SYSTEM, OPERATE_STREAMS),
    SECURITY_ADMINISTRATOR(MANAGE_RIGHTS),
    AUDITOR(READ_ACCESS_REGISTER);

    private static final Set<Role> ADMINISTRATORS = EnumSet.of(SYSTEM_ADMINISTRATOR, SECURITY_ADMINISTRATOR, AUDITOR);
    private static final Set<Role> PUBLIC = EnumSet.of(GRID_WORKER, RESIDENT);

    private final Set<Action> actions;

    Role(Action first, Action... more) {
        this.actions = EnumSet.of(first, more);
    }

    public boolean allows(Action action) {
        return actions.contains(action);
    }

    /** One of the three that must be three people (三员分立). */
    public boolean administrator() {
        return ADMINISTRATORS.contains(this);
    }

    /** Whether the role reaches only points that were opened by a decision. */
    boolean onlyOpenedPoints() {
        return PUBLIC.contains(this);
    }

    /** The spelling in JSON: {@code duty-officer}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException if {@code text} names no role */
    public static Role parse(String text) {
        for (Role role : values()) {
            if (role.text().equals(text)) {
                return role;
            }
        }
        throw new IllegalArgumentException("role: " + text + " (expected: one of "
                + java.util.Arrays.stream(values()).map(Role::text).toList() + ")");
    }
}
