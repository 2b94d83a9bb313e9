package org.sharpeyes.server.registry;

import io.swagger.v3.oas.annotations.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.point.PointCode;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The 20-digit codes of GB/T 28181: taken apart, and free ones proposed. */
@RestController
@RequestMapping("/api/v1/point-codes")
class CodeController {
    private static final int MAX_COUNT = 500;

    private final VisibleRegistry registry;

    CodeController(VisibleRegistry registry) {
        this.registry = registry;
    }

    /** @param problem what is wrong with it; the parts are {@code null} then */
    record CodeView(
            String code,
            boolean valid,
            @Nullable String problem,
            @Nullable String county,
            @Nullable String unit,
            @Nullable String industry,
            @Nullable Integer type,
            @Nullable String typeName,
            @Nullable String network,
            @Nullable String serial) {}

    record Wanted(
            @Nullable String area,
            @Nullable Integer type,
            @Nullable Integer industry,
            @Nullable Integer network,
            @Nullable Integer count) {}

    @Operation(summary = "Check a 20-digit code and say what its digits mean")
    @GetMapping("/{code}")
    CodeView explain(@PathVariable String code) {
        try {
            PointCode read = new PointCode(code);
            return new CodeView(
                    code,
                    true,
                    null,
                    read.county(),
                    code.substring(6, 8),
                    code.substring(8, 10),
                    read.type(),
                    read.typeName(),
                    code.substring(13, 14),
                    code.substring(14));
        } catch (IllegalArgumentException unusable) {
            return new CodeView(
                    code.length() > 40 ? code.substring(0, 40) : code,
                    false,
                    String.valueOf(unusable.getMessage()),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null);
        }
    }

    @Operation(summary = "Free codes for platforms (200), recorders (118), cameras (132), groups (215, 216) of an area")
    @PostMapping
    Page<String> free(@RequestBody Wanted wanted, CurrentUser user) {
        registry.access().require(user, Action.EDIT_REGISTRY);
        String id = wanted.area();
        if (id == null) {
            throw ApiProblem.invalid("area", null, "the id of an area you may edit");
        }
        AreaId area = AreaId.parse(id);
        if (!registry.mayEdit(user, area)) {
            throw ApiProblem.invalid("area", area, "the id of an area you may edit");
        }
        Area known = registry.directory().area(area).orElseThrow(ApiProblem::notFound);
        int count = or(wanted.count(), 1);
        if (count < 1 || count > MAX_COUNT) {
            throw ApiProblem.invalid("count", count, "1 to " + MAX_COUNT);
        }
        Set<String> used = new HashSet<>(registry.registry().codesInUse());
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            PointCode code = PointCode.next(
                    PointCode.centreOf(known.civilCode()),
                    or(wanted.industry(), 0),
                    or(wanted.type(), PointCode.NETWORK_CAMERA),
                    or(wanted.network(), 6),
                    used);
            used.add(code.digits());
            codes.add(code.digits());
        }
        return Page.whole(codes);
    }

    private static int or(@Nullable Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }
}
