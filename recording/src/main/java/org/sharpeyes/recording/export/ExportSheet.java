package org.sharpeyes.recording.export;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sharpeyes.evidence.export.ExportManifest;

/**
 * The printable list of what was taken (提取固定清单), in Chinese and English, as HTML without script, picture or address:
 * any browser prints it, and nothing in it can call home.
 */
final class ExportSheet {
    private static final DateTimeFormatter BEIJING =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneId.of("Asia/Shanghai"));

    private final ExportManifest manifest;
    private final String certificate;
    private final StringBuilder html = new StringBuilder();

    ExportSheet(ExportManifest manifest, String certificate) {
        this.manifest = manifest;
        this.certificate = certificate;
    }

    String html() {
        html.append("""
                <!DOCTYPE html>
                <html lang="zh"><head><meta charset="utf-8"><title>电子数据提取固定清单</title><style>
                body{font:14px/1.5 sans-serif;margin:2em;max-width:60em}h1{text-align:center;font-size:22px}
                table{border-collapse:collapse;width:100%;margin:0 0 1em}
                th,td{border:1px solid #666;padding:3px 6px;text-align:left;vertical-align:top;word-break:break-all}
                th{width:14em;font-weight:normal;background:#eee}.s td{height:3em}
                @media print{body{margin:0}tr{page-break-inside:avoid}}</style></head><body>
                <h1>电子数据提取固定清单<br>List of extracted and fixed electronic data</h1>
                """);
        table(() -> {
            row("导出编号 Export", manifest.export());
            manifest.about().forEach(this::about);
            row("时间段 Window", span(manifest.from(), manifest.to()));
            row("生成时间 Made", time(manifest.createdAt()));
            row("签名证书 SHA-256 Certificate", certificate);
        });
        for (ExportManifest.Track track : manifest.tracks()) {
            track(track);
        }
        html.append("""
                <h2>核验 Verification</h2><p>用 <code>sharp-eyes verify</code> 核验本文件包；也可用任何 CMS 工具以 manifest.p7s 核验
                manifest.json，再逐一比对其中的 SHA-256。<br>Check this archive with <code>sharp-eyes verify</code>; or check
                manifest.json against manifest.p7s with any CMS tool, and then each SHA-256 in it.</p>
                <table class="s"><tr><th>提取人 Extracted by</th><td></td><th>见证人 Witness</th><td></td></tr>
                <tr><th>单位 Unit</th><td></td><th>日期 Date</th><td></td></tr></table></body></html>
                """);
        return html.toString();
    }

    private void about(String key, Object value) {
        row(title(key), text(value));
    }

    private void track(ExportManifest.Track track) {
        html.append("<h2>").append(escaped(text(track.facts().get("name")))).append("</h2>");
        table(() -> {
            new TreeMap<>(track.facts()).forEach(this::about);
            for (ExportManifest.VideoFile file : track.files()) {
                List<ExportManifest.FragmentFacts> fragments = file.fragments();
                Instant from = fragments.get(0).from();
                Instant to = fragments.get(fragments.size() - 1).to();
                long bytes = file.headerBytes()
                        + fragments.stream()
                                .mapToLong(ExportManifest.FragmentFacts::bytes)
                                .sum();
                row(
                        "文件 File " + file.file(),
                        span(from, to) + "; " + fragments.size() + " 分片 fragments; " + bytes + " 字节 bytes; "
                                + text(file.facts()));
            }
            for (ExportManifest.Gap gap : track.gaps()) {
                row("缺失 Gap", span(gap.from(), gap.to()) + ": " + gap.cause() + " (" + gap.detail() + ")");
            }
        });
    }

    private void table(Runnable rows) {
        html.append("<table>");
        rows.run();
        html.append("</table>");
    }

    private void row(String name, String value) {
        html.append("<tr><th>")
                .append(escaped(name))
                .append("</th><td>")
                .append(escaped(value))
                .append("</td></tr>");
    }

    private static String title(String key) {
        return switch (key) {
            case "approval" -> "审批 Approval";
            case "caseNumber" -> "案件编号 Case";
            case "operator" -> "操作人 Operator";
            case "purpose" -> "事由 Purpose";
            case "requested" -> "申请范围 Requested";
            case "serverClock" -> "服务器时钟 Server clock";
            case "software" -> "软件 Software";
            case "camera" -> "点位标识 Point id";
            case "name" -> "点位名称 Name";
            case "pointCode" -> "点位编码 Point code";
            case "area" -> "区域 Area";
            case "location" -> "位置 Location";
            case "device" -> "设备 Device";
            case "clock" -> "摄像机时钟偏差 Camera clock";
            default -> key;
        };
    }

    private static String text(@org.jspecify.annotations.Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            StringBuilder text = new StringBuilder();
            new TreeMap<>(map).forEach((key, inner) -> text.append(text.isEmpty() ? "" : "; ")
                    .append(key)
                    .append(": ")
                    .append(text(inner)));
            return text.toString();
        }
        if (value instanceof List<?> list) {
            return String.join(", ", list.stream().map(ExportSheet::text).toList());
        }
        return String.valueOf(value);
    }

    private static String span(Instant from, Instant to) {
        return time(from) + " – " + time(to) + " (" + Duration.between(from, to).toMillis() / 1000.0 + " s)";
    }

    /** Beijing time, as practice wants it, and UTC. */
    private static String time(Instant instant) {
        return BEIJING.format(instant) + " UTC+8 (" + instant + ")";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
