package org.sharpeyes.server.security;

import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.Assignment;
import org.sharpeyes.access.Role;
import org.sharpeyes.access.account.Account;
import org.sharpeyes.access.account.Accounts;
import org.sharpeyes.access.account.RightsOffice;
import org.sharpeyes.server.config.ServerSettings;
import org.sharpeyes.server.config.StartProblem;

/**
 * Makes the accounts that nobody is there to make: in {@code serve} the three administrators with generated passwords,
 * shown once; in {@code demo} the personas, whose common password is new at each start. There is no default password.
 */
final class FirstStart {
    static final String DEMO_PASSWORD = "SHARP_EYES_DEMO_PASSWORD";

    private static final int PASSWORD_BYTES = 15;

    private final Accounts accounts;
    private final RightsOffice rights;
    private final PrintStream out;

    FirstStart(Accounts accounts, RightsOffice rights, PrintStream out) {
        this.accounts = accounts;
        this.rights = rights;
        this.out = out;
    }

    void run(ServerSettings.Mode mode, @Nullable String demoPassword) {
        if (mode == ServerSettings.Mode.SERVE) {
            administrators();
        } else if (demoPassword == null || demoPassword.isEmpty()) {
            throw new StartProblem(
                    StartProblem.ExitCode.USAGE,
                    DEMO_PASSWORD
                            + ": not set (expected: the password of the demo's accounts; ./sharp-eyes demo makes one)",
                    null);
        } else {
            personas(demoPassword);
        }
        rights.publish();
    }

    private void administrators() {
        Map<String, Role> wanted = new LinkedHashMap<>();
        wanted.put("sysadmin", Role.SYSTEM_ADMINISTRATOR);
        wanted.put("secadmin", Role.SECURITY_ADMINISTRATOR);
        wanted.put("auditor", Role.AUDITOR);
        wanted.forEach((name, role) -> {
            boolean there = rights.assignments(null).stream()
                    .filter(assignment -> assignment.role() == role)
                    .anyMatch(assignment -> accounts.find(assignment.user())
                            .map(account -> !account.demo())
                            .orElse(false));
            if (!there) {
                administrator(name, role);
            }
        });
    }

    private void administrator(String name, Role role) {
        String username = accounts.find(name).isEmpty() ? name : name + "-1";
        String password = generated();
        // Shown before it is stored: a crash in between makes new ones, not accounts that nobody can open.
        out.println("FIRST START " + role.text() + ": user=" + username + " password=" + password
                + " (shown once; change it after signing in)");
        out.flush();
        Account account = accounts.create(username, role.text(), password)
                .orElseThrow(() -> new IllegalStateException("account " + username + " is there already"));
        rights.grantAtFirstStart(Assignment.allow(account.id(), role, null));
    }

    private void personas(String password) {
        persona("demo", EnumSet.allOf(Role.class), password);
        persona("duty", Set.of(Role.DUTY_OFFICER), password);
        persona("technician", Set.of(Role.TECHNICIAN), password);
        persona("police-a", Set.of(Role.POLICE_OFFICER), password);
        persona("police-b", Set.of(Role.POLICE_OFFICER), password);
        persona("approver", Set.of(Role.APPROVER), password);
        persona("grid", Set.of(Role.GRID_WORKER), password);
        persona("resident", Set.of(Role.RESIDENT), password);
        persona("sysadmin", Set.of(Role.SYSTEM_ADMINISTRATOR), password);
        persona("secadmin", Set.of(Role.SECURITY_ADMINISTRATOR), password);
        persona("auditor", Set.of(Role.AUDITOR), password);
    }

    private void persona(String name, Set<Role> roles, String password) {
        Account account = accounts.find(name).orElse(null);
        if (account == null) {
            Account made = accounts.createForDemo(name, name, password)
                    .orElseThrow(() -> new IllegalStateException("account " + name + " is there already"));
            roles.forEach(role -> rights.grantAtFirstStart(Assignment.allow(made.id(), role, null)));
        } else if (account.demo() && accounts.authenticate(name, password).isEmpty()) {
            accounts.setPassword(account.id(), password);
        }
    }

    private static String generated() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
