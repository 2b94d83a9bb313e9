package org.sharpeyes.registry.inventory;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The columns an inventory may have. An empty cell means unknown. */
enum Column {
    CODE,
    NAME,
    AREA,
    POINT_CLASS,
    AREA_CLASS,
    POSITION_TYPE,
    ADDRESS,
    LONGITUDE,
    LATITUDE,
    POSITION_SOURCE,
    POSITION_ERROR,
    POSITION_DATE,
    AZIMUTH,
    AZIMUTH_SOURCE,
    AZIMUTH_ERROR,
    AZIMUTH_DATE,
    TILT,
    TILT_SOURCE,
    TILT_ERROR,
    TILT_DATE,
    HORIZONTAL_ANGLE,
    HORIZONTAL_ANGLE_SOURCE,
    HORIZONTAL_ANGLE_ERROR,
    HORIZONTAL_ANGLE_DATE,
    VERTICAL_ANGLE,
    VERTICAL_ANGLE_SOURCE,
    VERTICAL_ANGLE_ERROR,
    VERTICAL_ANGLE_DATE,
    HEIGHT,
    HEIGHT_SOURCE,
    HEIGHT_ERROR,
    HEIGHT_DATE,
    RANGE,
    RANGE_SOURCE,
    RANGE_ERROR,
    RANGE_DATE,
    NIGHT_RANGE,
    NIGHT_RANGE_SOURCE,
    NIGHT_RANGE_ERROR,
    NIGHT_RANGE_DATE,
    PICTURE_WIDTH,
    PICTURE_WIDTH_SOURCE,
    PICTURE_WIDTH_ERROR,
    PICTURE_WIDTH_DATE,
    PAN_FROM,
    PAN_TO,
    MANAGING_UNIT,
    RESPONSIBLE,
    PHONE,
    /** Those that RESPONSIBLE and PHONE cannot hold: see {@link PersonsText}. */
    PERSONS,
    FILING_NUMBER,
    FILING_DATE,
    DEVICE_SERIAL,
    CHANNEL,
    SWITCH,
    POWER_FEED,
    ONU,
    UPLINK,
    RTSP_MAIN,
    RTSP_SUB,
    USERNAME,
    PASSWORD;

    /** Heads as spreadsheets in the field have them. */
    private static final Map<String, Column> CHINESE = Map.ofEntries(
            Map.entry("编码", CODE),
            Map.entry("国标编码", CODE),
            Map.entry("点位编码", CODE),
            Map.entry("名称", NAME),
            Map.entry("点位名称", NAME),
            Map.entry("行政区划", AREA),
            Map.entry("网格", AREA),
            Map.entry("点位类型", POINT_CLASS),
            Map.entry("区域类型", AREA_CLASS),
            Map.entry("位置类型", POSITION_TYPE),
            Map.entry("地址", ADDRESS),
            Map.entry("经度", LONGITUDE),
            Map.entry("纬度", LATITUDE),
            Map.entry("方位角", AZIMUTH),
            Map.entry("高度", HEIGHT),
            Map.entry("俯角", TILT),
            Map.entry("水平视场角", HORIZONTAL_ANGLE),
            Map.entry("垂直视场角", VERTICAL_ANGLE),
            Map.entry("可视距离", RANGE),
            Map.entry("管理单位", MANAGING_UNIT),
            Map.entry("责任人", RESPONSIBLE),
            Map.entry("联系电话", PHONE),
            Map.entry("备案号", FILING_NUMBER),
            Map.entry("备案日期", FILING_DATE),
            Map.entry("设备序列号", DEVICE_SERIAL),
            Map.entry("通道号", CHANNEL),
            Map.entry("交换机", SWITCH),
            Map.entry("台区", POWER_FEED),
            Map.entry("上联", UPLINK));

    /** As it stands in the first line: {@code point_class}. */
    String head() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean mandatory() {
        return this == CODE || this == NAME || this == AREA;
    }

    /** Whether an export writes it as a number. */
    boolean number() {
        return switch (this) {
            case LONGITUDE,
                    LATITUDE,
                    AZIMUTH,
                    TILT,
                    HORIZONTAL_ANGLE,
                    VERTICAL_ANGLE,
                    HEIGHT,
                    RANGE,
                    NIGHT_RANGE,
                    PICTURE_WIDTH,
                    PAN_FROM,
                    PAN_TO -> true;
            default -> head().endsWith("_error");
        };
    }

    boolean secret() {
        return this == PASSWORD || this == USERNAME;
    }

    static Optional<Column> ofHead(String head) {
        String wanted = head.strip().toLowerCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
        for (Column column : values()) {
            if (column.head().equals(wanted)) {
                return Optional.of(column);
            }
        }
        return Optional.ofNullable(CHINESE.get(head.strip()));
    }
}
