package org.sharpeyes.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sharpeyes.server.town.ApiClient;
import org.sharpeyes.server.town.RunningServer;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

/**
 * A1: every route of the running server × every persona. The list of routes is the server's own; one without a row in
 * {@link RouteExpectations} fails.
 */
@Tag("slow")
class RoutesTest {
    private static final String NO_SUCH_ID = "00000000-0000-4000-8000-000000000000";

    @Test
    void a1EveryRouteHasARow() throws IOException {
        Set<String> served = routes();
        assertThat(served).isNotEmpty();
        assertThat(new TreeSet<>(RouteExpectations.ROWS.keySet()))
                .as("rows of RouteExpectations against the routes of the running server")
                .isEqualTo(served);
    }

    @Test
    void a1NoRouteButTheOpenOnesAnswersWithoutSession() throws IOException, InterruptedException {
        ApiClient nobody = RunningServer.shared().anonymous();
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, RouteExpectations.Row> row : RouteExpectations.ROWS.entrySet()) {
            int status = call(nobody, row.getKey()).status();
            boolean open = row.getValue().who() == RouteExpectations.Who.ANYBODY;
            if (open == (status == 401) && !row.getKey().equals("POST /api/v1/session")) {
                wrong.add(row.getKey() + " answers nobody with " + status);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void a1EveryPersonaGetsWhatTheRowSays() throws IOException, InterruptedException {
        Map<String, ApiClient> personas = new HashMap<>();
        for (String persona : RunningServer.PERSONAS) {
            personas.put(persona, RunningServer.shared().as(persona));
        }
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, RouteExpectations.Row> row : RouteExpectations.ROWS.entrySet()) {
            if (row.getValue().who() != RouteExpectations.Who.SOME) {
                continue;
            }
            for (Map.Entry<String, ApiClient> persona : personas.entrySet()) {
                int status = call(persona.getValue(), row.getKey()).status();
                boolean may = row.getValue().personas().contains(persona.getKey());
                boolean refused =
                        status == 403 || (status == 404 && row.getValue().hides());
                if (status == 401 || status >= 500 || (may && status == 403) || (!may && !refused)) {
                    wrong.add(row.getKey() + " answers " + persona.getKey() + " with " + status + ", who "
                            + (may ? "may" : "may not"));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static Set<String> routes() throws IOException {
        RequestMappingHandlerMapping mapping = RunningServer.shared()
                .context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
        Set<String> routes = new TreeSet<>();
        for (RequestMappingInfo info : mapping.getHandlerMethods().keySet()) {
            for (var pattern : info.getPatternsCondition().getPatterns()) {
                for (RequestMethod method : info.getMethodsCondition().getMethods()) {
                    routes.add(method + " " + pattern.getPatternString());
                }
                if (info.getMethodsCondition().getMethods().isEmpty()) {
                    routes.add("ANY " + pattern.getPatternString());
                }
            }
        }
        return routes;
    }

    private static ApiClient.Answer call(ApiClient client, String route) throws IOException, InterruptedException {
        String[] parts = route.split(" ", 2);
        String path = parts[1].replaceAll("\\{[^}]+}", NO_SUCH_ID);
        return switch (parts[0]) {
            case "GET", "ANY" -> client.get(path);
            case "POST" -> client.post(path, "{}");
            case "PUT" -> client.put(path, "{}");
            case "DELETE" -> client.delete(path);
            default -> throw new IllegalStateException("no way to call " + route);
        };
    }
}
