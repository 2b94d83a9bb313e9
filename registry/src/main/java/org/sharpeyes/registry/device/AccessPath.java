package org.sharpeyes.registry.device;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** How a device is reached, by service: direct, or through mapped ports. Never its identity. Immutable. */
public record AccessPath(Map<Service, ServiceAddress> services) {
    public AccessPath {
        services = Map.copyOf(services);
    }

    public static AccessPath of(Service service, ServiceAddress address) {
        return new AccessPath(Map.of(service, address));
    }

    public AccessPath with(Service service, ServiceAddress address) {
        Map<Service, ServiceAddress> more = new EnumMap<>(Service.class);
        more.putAll(services);
        more.put(service, address);
        return new AccessPath(more);
    }

    public Optional<ServiceAddress> of(Service service) {
        return Optional.ofNullable(services.get(service));
    }
}
