package org.sharpeyes.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sharpeyes.server.town.ApiClient;
import org.sharpeyes.server.town.RunningServer;

/** W, J, B and L of HARDENING: cookies, origins, sessions, and what answers give away. */
@Tag("slow")
class SignInTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Test
    void w4TheCookieIsOutOfReachForScriptsAndOtherSites() throws IOException, InterruptedException {
        HttpResponse<String> answer = signIn("duty", RunningServer.PASSWORD);
        assertThat(answer.headers().firstValue("Set-Cookie").orElse(""))
                .contains("HttpOnly")
                .contains("SameSite=Strict")
                .contains("Path=/");
    }

    @Test
    void w1AChangeByCookieNeedsOurOwnOrigin() throws IOException, InterruptedException {
        String cookie = cookie();
        assertThat(signOut(cookie, "http://evil.example")).isEqualTo(403);
        assertThat(signOut(cookie, "null")).isEqualTo(403);
        assertThat(signOut(cookie, "")).isEqualTo(403);
        assertThat(signOut(cookie, RunningServer.shared().url())).isEqualTo(204);
        assertThat(signOut(cookie, RunningServer.shared().url())).isEqualTo(401);
    }

    @Test
    void w1JsonAsTextPlainIsNotTaken() throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(
                request("/api/v1/session")
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"username\":\"duty\",\"password\":\"x\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(415);
    }

    @Test
    void w4EveryAnswerCarriesTheHeaders() throws IOException, InterruptedException {
        for (String path : List.of("/", "/api/v1/session", "/api/v1/openapi.json", "/no/such/page")) {
            HttpResponse<String> answer = HTTP.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                    .as(path)
                    .contains("frame-ancestors 'none'")
                    .contains("script-src 'self'");
            assertThat(answer.headers().firstValue("X-Content-Type-Options"))
                    .as(path)
                    .contains("nosniff");
        }
    }

    @Test
    void j3ASessionEndsWhenItsAccountIsDisabled() throws IOException, InterruptedException {
        ApiClient demo = RunningServer.shared().as("demo");
        String id = demo.post(
                        "/api/v1/users",
                        "{\"username\":\"short-lived\",\"password\":\"a long enough phrase\",\"roles\":[{\"role\":\"duty-officer\"}]}")
                .ok()
                .get("id")
                .asString();
        ApiClient user = RunningServer.shared().anonymous().signIn("short-lived", "a long enough phrase");
        assertThat(user.get("/api/v1/session").status()).isEqualTo(200);
        demo.post("/api/v1/users/" + id + "/disable", "{}").ok();
        assertThat(user.get("/api/v1/session").status()).isEqualTo(401);
    }

    @Test
    void a5NobodyGrantsHimselfByExtraFields() throws IOException, InterruptedException {
        ApiClient security = RunningServer.shared().as("secadmin");
        String own = security.get("/api/v1/session").ok().get("id").asString();
        assertThat(security.post("/api/v1/users/" + own + "/roles", "{\"role\":\"duty-officer\"}")
                        .status())
                .isEqualTo(403);
        ApiClient system = RunningServer.shared().as("sysadmin");
        assertThat(system.post(
                                "/api/v1/users",
                                "{\"username\":\"sneaky\",\"password\":\"a long enough phrase\",\"roles\":[{\"role\":\"auditor\"}]}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void b1TheAnswerDoesNotTellWhetherANameExists() throws IOException, InterruptedException {
        HttpResponse<String> known = signIn("grid", "wrong");
        HttpResponse<String> unknown = signIn("nobody-of-that-name", "wrong");
        assertThat(unknown.statusCode()).isEqualTo(known.statusCode()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(known.body());
    }

    @Test
    void n1TheTwoPortsDoNotAnswerForEachOther() throws IOException, InterruptedException {
        assertThat(RunningServer.shared()
                        .anonymous()
                        .get("/actuator/prometheus")
                        .status())
                .isEqualTo(404);
        String management = RunningServer.shared().management().replace("/actuator", "");
        assertThat(ApiClient.anonymous(management).get("/api/v1/openapi.json").status())
                .isEqualTo(404);
        assertThat(ApiClient.anonymous(management).get("/actuator/health").status())
                .isEqualTo(200);
        assertThat(ApiClient.anonymous(management).get("/actuator/env").status())
                .isEqualTo(404);
    }

    @Test
    void aProblemNamesFieldAndExpectation() throws IOException, InterruptedException {
        ApiClient.Answer answer = RunningServer.shared().as("auditor").get("/api/v1/access-records?camera=nonsense");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("type").asString()).isEqualTo("urn:sharp-eyes:problem:invalid-value");
        assertThat(answer.json().get("field").asString()).isEqualTo("camera");
        assertThat(answer.json().get("expected").asString()).isEqualTo("the id, name or code of a camera");
    }

    private static HttpResponse<String> signIn(String username, String password)
            throws IOException, InterruptedException {
        return HTTP.send(
                request("/api/v1/session")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String cookie() throws IOException, InterruptedException {
        String header = signIn("duty", RunningServer.PASSWORD)
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow();
        return header.substring(0, header.indexOf(';'));
    }

    private static int signOut(String cookie, String origin) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                request("/api/v1/session").header("Cookie", cookie).DELETE();
        if (!origin.isEmpty()) {
            request.header("Origin", origin);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static HttpRequest.Builder request(String path) throws IOException {
        return HttpRequest.newBuilder(URI.create(RunningServer.shared().url() + path));
    }
}
