package org.sharpeyes.server.discovery;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.registration.Registrar;
import org.sharpeyes.gateway.registration.Registration;
import org.sharpeyes.model.Action;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How far registrations are. */
@RestController
@RequestMapping("/api/v1/registrations")
class RegistrationController {
    private static final int NEWEST = 100;

    private final Registrar registrar;
    private final Access access;

    RegistrationController(Registrar registrar, Access access) {
        this.registrar = registrar;
        this.access = access;
    }

    record StepView(String step, String outcome, String detail, Instant at) {}

    record RegistrationView(
            String id,
            String state,
            @Nullable String found,
            @Nullable String device,
            List<String> cameras,
            List<StepView> steps,
            Instant startedAt) {
        static RegistrationView of(Registration registration) {
            return new RegistrationView(
                    registration.id().toString(),
                    registration.state().name(),
                    registration.found().map(Object::toString).orElse(null),
                    registration.device().map(Object::toString).orElse(null),
                    registration.cameras().stream().map(Object::toString).toList(),
                    registration.steps().stream()
                            .map(step -> new StepView(
                                    step.step().text(), step.outcome().name(), step.detail(), step.at()))
                            .toList(),
                    registration.startedAt());
        }
    }

    @Operation(summary = "The newest registrations")
    @GetMapping
    Page<RegistrationView> newest(CurrentUser user) {
        access.require(user, Action.REGISTER_CAMERA);
        return Page.whole(
                registrar.newest(NEWEST).stream().map(RegistrationView::of).toList());
    }

    @Operation(summary = "One registration with the steps it took")
    @GetMapping("/{id}")
    RegistrationView get(@PathVariable String id, CurrentUser user) {
        access.require(user, Action.REGISTER_CAMERA);
        return registrar
                .find(DiscoveryController.uuid(id))
                .map(RegistrationView::of)
                .orElseThrow(ApiProblem::notFound);
    }
}
