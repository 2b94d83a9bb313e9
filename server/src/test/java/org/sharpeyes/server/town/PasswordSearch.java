package org.sharpeyes.server.town;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Looks for the passwords of a town's simulated devices wherever the server writes or says something: its log, the
 * answers of its API, its metrics and {@code COPY} of every table.
 */
public final class PasswordSearch {
    private static final List<String> LISTS = List.of(
            "cameras?limit=500",
            "discovery/devices?limit=500",
            "registrations",
            "incidents?limit=500",
            "streams",
            "webhooks",
            "access-records?limit=500",
            "openapi.json");

    private PasswordSearch() {}

    /**
     * What was searched and what was found.
     *
     * @param hits device, form and place of each; never the password itself
     */
    public record Result(int passwords, int forms, int answers, int tables, List<String> hits) {}

    /** @param api of a session that may see everything */
    public static Result in(Town town, ApiClient api) throws IOException, InterruptedException, SQLException {
        TableDump.Dump tables = TableDump.of(town.data());
        List<String> answers = answers(api);
        Map<String, String> places = new LinkedHashMap<>();
        places.put("the log", town.serverProcess().output());
        places.put("an answer", String.join("\n", answers));
        places.put("the metrics", town.metrics());
        places.put("a table", tables.text());
        List<String> hits = new ArrayList<>();
        int passwords = 0;
        int forms = 0;
        for (JsonNode device : town.control().get("/inventory").ok().required("items")) {
            passwords++;
            for (Map.Entry<String, String> form : forms(
                            device.required("username").asString(),
                            device.required("password").asString())
                    .entrySet()) {
                forms++;
                places.forEach((place, text) -> {
                    if (text.contains(form.getValue())) {
                        hits.add(device.required("serial").asString() + ", " + form.getKey() + ", in " + place);
                    }
                });
            }
        }
        return new Result(passwords, forms, answers.size(), tables.tables(), hits);
    }

    private static List<String> answers(ApiClient api) throws IOException, InterruptedException {
        List<String> answers = new ArrayList<>();
        for (String list : LISTS) {
            answers.add(answer(api, "/api/v1/" + list));
        }
        for (JsonNode camera : TownRegistration.livingCameras(api)) {
            String path = "/api/v1/cameras/" + camera.required("id").asString();
            for (String part : List.of("", "/health", "/history")) {
                answers.add(answer(api, path + part));
            }
        }
        return answers;
    }

    private static String answer(ApiClient api, String path) throws IOException, InterruptedException {
        ApiClient.Answer answer = api.get(path);
        if (answer.status() != 200) {
            throw new IOException(path + ": status " + answer.status() + " (expected: 200)");
        }
        return answer.body();
    }

    /** As somebody may have written it by mistake. */
    private static Map<String, String> forms(String username, String password) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        HexFormat hex = HexFormat.of();
        return Map.of(
                "plain",
                password,
                "Base64",
                base64.encodeToString(bytes),
                "Basic",
                base64.encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8)),
                "hexadecimal",
                hex.formatHex(bytes),
                "upper-case hexadecimal",
                hex.withUpperCase().formatHex(bytes),
                "URL-encoded",
                URLEncoder.encode(password, StandardCharsets.UTF_8),
                "in XML",
                password.replace("&", "&amp;"));
    }
}
