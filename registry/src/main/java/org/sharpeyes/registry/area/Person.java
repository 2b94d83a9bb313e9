package org.sharpeyes.registry.area;

import static java.util.Objects.requireNonNull;

/**
 * Somebody who answers for an area or a point.
 *
 * @param role 网格长, 治保主任, 维护 and so on
 * @param phone as dialled; may be empty
 */
public record Person(String role, String name, String phone) {
    public Person {
        requireNonNull(role, "role");
        requireNonNull(name, "name");
        requireNonNull(phone, "phone");
        if (name.isBlank()) {
            throw new IllegalArgumentException("name: \"\" (expected: the person's name)");
        }
    }
}
