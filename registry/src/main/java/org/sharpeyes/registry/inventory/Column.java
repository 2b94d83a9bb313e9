package org.sharpeyes.registry.inventory;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The columns an inventory may have. An empty cell means unknown. */
enum Column {
    CODE("code", true),
    NAME("name", true),
    AREA("area", true),
    POINT_CLASS("point_class", false),
    AREA_CLASS("area_class", false),
    POSITION_TYPE("position_type", false),
    ADDRESS("address", false),
    LONGITUDE("longitude", false),
    LATITUDE("latitude", false),
    POSITION_SOURCE("position_source", false),
    POSITION_ERROR("position_error", false),
    AZIMUTH("azimuth", false),
    AZIMUTH_SOURCE("azimuth_source", false),
    AZIMUTH_ERROR("azimuth_error", false),
    HORIZONTAL_ANGLE("horizontal_angle", false),
    VERTICAL_ANGLE("vertical_angle", false),
    TILT("tilt", false),
    HEIGHT("height", false),
    RANGE("range", false),
    MANAGING_UNIT("managing_unit", false),
    RESPONSIBLE("responsible", false),
    PHONE("phone", false),
    FILING_NUMBER("filing_number", false),
    FILING_DATE("filing_date", false),
    DEVICE_SERIAL("device_serial", false),
    CHANNEL("channel", false),
    SWITCH("switch", false),
    POWER_FEED("power_feed", false),
    ONU("onu", false),
    UPLINK("uplink", false),
    RTSP_MAIN("rtsp_main", false),
    RTSP_SUB("rtsp_sub", false),
    USERNAME("username", false),
    PASSWORD("password", false);

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

    private final String head;
    private final boolean mandatory;

    Column(String head, boolean mandatory) {
        this.head = head;
        this.mandatory = mandatory;
    }

    String head() {
        return head;
    }

    boolean mandatory() {
        return mandatory;
    }

    boolean secret() {
        return this == PASSWORD || this == USERNAME;
    }

    static Optional<Column> ofHead(String head) {
        String wanted = head.strip().toLowerCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
        for (Column column : values()) {
            if (column.head.equals(wanted)) {
                return Optional.of(column);
            }
        }
        return Optional.ofNullable(CHINESE.get(head.strip()));
    }
}
