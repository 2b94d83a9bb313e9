package org.sharpeyes.server.security;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sharpeyes.access.account.Account;
import org.sharpeyes.access.account.Accounts;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.UserId;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.server.http.ApiProblem;

/** Names for the ids that stand in the register, and back: an auditor sees neither cameras nor accounts. Thread-safe. */
final class RegisterNames {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Accounts accounts;
    private final Registry registry;

    RegisterNames(Accounts accounts, Registry registry) {
        this.accounts = accounts;
        this.registry = registry;
    }

    /** @throws ApiProblem 400 if {@code text} is neither an id nor the name of an account */
    UserId user(String text) {
        if (ID.matcher(text).matches()) {
            return UserId.parse(text);
        }
        return accounts.find(text)
                .or(() -> accounts.all().stream()
                        .filter(account -> account.displayName().equals(text))
                        .findFirst())
                .map(Account::id)
                .orElseThrow(() -> ApiProblem.invalid("user", text, "the id or name of an account"));
    }

    /** @throws ApiProblem 400 if {@code text} is neither an id nor the name or code of one camera */
    CameraId camera(String text) {
        if (ID.matcher(text).matches()) {
            return CameraId.parse(text);
        }
        return registry.directory().cameras().stream()
                .filter(camera -> camera.details().name().equals(text)
                        || camera.details().code().digits().equals(text))
                .findFirst()
                .map(CameraEntry::id)
                .orElseThrow(() -> ApiProblem.invalid("camera", text, "the id, name or code of a camera"));
    }

    /** The names of all ids in a text that are known. */
    Map<String, String> in(String text) {
        CameraDirectory directory = registry.directory();
        Map<String, String> names = new TreeMap<>();
        Matcher ids = ID.matcher(text);
        while (ids.find()) {
            UUID id = UUID.fromString(ids.group());
            Optional<String> camera = directory.camera(new CameraId(id)).map(entry -> entry.details()
                    .name());
            camera.or(() -> accounts.find(new UserId(id)).map(Account::displayName))
                    .ifPresent(name -> names.put(ids.group(), name));
        }
        return names;
    }
}
