package org.sharpeyes.registry.file;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Fields of a point's file beyond name, place and pose. Passwords are none: the registry never keeps one.
 *
 * <p>Catalogue names are those of GB/T 28181-2016 and 2022 (annex A, catalogue items; a leading {@code Info/} puts one into
 * that element), APE names those of GA/T 1400.
 */
public enum FileField {
    MANUFACTURER(Section.CATALOGUE, FieldKind.TEXT, "设备厂商", "Manufacturer", Edition.BOTH, "", Set.of(1, 2), Map.of()),
    MODEL(Section.CATALOGUE, FieldKind.TEXT, "设备型号", "Model", Edition.BOTH, "Model", Set.of(1, 2), Map.of()),
    OWNER(Section.CATALOGUE, FieldKind.TEXT, "设备归属", "Owner", Edition.ONLY_2016, "", Set.of(), Map.of()),
    BLOCK(Section.CATALOGUE, FieldKind.TEXT, "警区", "Block", Edition.BOTH, "", Set.of(), Map.of()),
    PARENTAL(Section.CATALOGUE, FieldKind.YES_NO, "是否有子设备", "Parental", Edition.BOTH, "", Set.of(), Map.of()),
    PARENT_ID(Section.CATALOGUE, FieldKind.TEXT, "父设备编码", "ParentID", Edition.BOTH, "", Set.of(), Map.of()),
    SAFETY_WAY(
            Section.CATALOGUE,
            FieldKind.INTEGER,
            "信令安全模式",
            "SafetyWay",
            Edition.BOTH,
            "",
            Set.of(),
            choices("0:不采用,2:S/MIME 签名,3:S/MIME 加密签名同时采用,4:数字摘要")),
    REGISTER_WAY(
            Section.CATALOGUE,
            FieldKind.INTEGER,
            "注册方式",
            "RegisterWay",
            Edition.BOTH,
            "",
            Set.of(),
            choices("1:标准认证注册,2:基于口令的双向认证注册,3:基于数字证书的双向认证注册,4:基于数字证书的单向认证注册")),
    CERT_NUM(Section.CATALOGUE, FieldKind.TEXT, "证书序列号", "CertNum", Edition.ONLY_2016, "", Set.of(), Map.of()),
    CERTIFIABLE(
            Section.CATALOGUE, FieldKind.YES_NO, "证书有效标识", "Certifiable", Edition.ONLY_2016, "", Set.of(), Map.of()),
    ERR_CODE(Section.CATALOGUE, FieldKind.INTEGER, "无效原因码", "ErrCode", Edition.ONLY_2016, "", Set.of(), Map.of()),
    END_TIME(Section.CATALOGUE, FieldKind.MOMENT, "证书终止有效期", "EndTime", Edition.ONLY_2016, "", Set.of(), Map.of()),
    SECRECY(Section.CATALOGUE, FieldKind.INTEGER, "保密属性", "Secrecy", Edition.BOTH, "", Set.of(), choices("0:不涉密,1:涉密")),
    IP_ADDRESS(
            Section.CATALOGUE, FieldKind.TEXT, "设备 IP 地址", "IPAddress", Edition.BOTH, "IPAddr", Set.of(1, 2), Map.of()),
    PORT(Section.CATALOGUE, FieldKind.INTEGER, "设备端口", "Port", Edition.BOTH, "Port", Set.of(), Map.of()),
    STATUS(Section.CATALOGUE, FieldKind.TEXT, "设备状态", "Status", Edition.BOTH, "", Set.of(), choices("ON:在线,OFF:离线")),
    SECURITY_LEVEL_CODE(
            Section.CATALOGUE,
            FieldKind.TEXT,
            "安全能力等级",
            "SecurityLevelCode",
            Edition.SINCE_2022,
            "",
            Set.of(),
            choices("A:A 类,B:B 类,C:C 类")),
    PTZ_TYPE(
            Section.CATALOGUE,
            FieldKind.INTEGER,
            "摄像机结构类型",
            "Info/PTZType",
            Edition.BOTH,
            "",
            Set.of(1, 2),
            choices("1:球机,2:半球,3:固定枪机,4:遥控枪机,5:遥控半球,6:多目全景/拼接,7:多目分割")),
    PHOTOELECTRIC_IMAGING_TYPE(
            Section.CATALOGUE,
            FieldKind.TEXT,
            "光电成像类型",
            "Info/PhotoelectricImagingType",
            Edition.SINCE_2022,
            "",
            Set.of(1),
            Map.of()),
    CAPTURE_POSITION_TYPE(
            Section.CATALOGUE,
            FieldKind.INTEGER,
            "采集部位类型",
            "Info/CapturePositionType",
            Edition.SINCE_2022,
            "",
            Set.of(1),
            Map.of()),
    ROOM_TYPE(
            Section.CATALOGUE,
            FieldKind.INTEGER,
            "安装位置室内外",
            "Info/RoomType",
            Edition.BOTH,
            "",
            Set.of(1),
            choices("1:室外,2:室内")),
    USE_TYPE(
            Section.CATALOGUE,
            FieldKind.INTEGER,
            "用途",
            "Info/UseType",
            Edition.ONLY_2016,
            "",
            Set.of(),
            choices("1:治安,2:交通,3:重点")),
    SUPPLY_LIGHT_TYPE(
            Section.CATALOGUE,
            FieldKind.INTEGER,
            "补光属性",
            "Info/SupplyLightType",
            Edition.BOTH,
            "",
            Set.of(1),
            choices("1:无补光,2:红外补光,3:白光补光,4:激光补光,9:其他")),
    DIRECTION_TYPE(
            Section.CATALOGUE,
            FieldKind.INTEGER,
            "监视方位",
            "Info/DirectionType",
            Edition.BOTH,
            "MonitorDirection",
            Set.of(1),
            choices("1:东,2:西,3:南,4:北,5:东南,6:东北,7:西南,8:西北,9:全向")),
    RESOLUTION(Section.CATALOGUE, FieldKind.TEXT, "支持的分辨率", "Info/Resolution", Edition.BOTH, "", Set.of(), Map.of()),
    BUSINESS_GROUP_ID(
            Section.CATALOGUE, FieldKind.TEXT, "所属业务分组", "BusinessGroupID", Edition.BOTH, "", Set.of(), Map.of()),
    DOWNLOAD_SPEED(
            Section.CATALOGUE, FieldKind.TEXT, "下载倍速", "Info/DownloadSpeed", Edition.BOTH, "", Set.of(), Map.of()),
    SVC_SPACE_SUPPORT(
            Section.CATALOGUE,
            FieldKind.INTEGER,
            "空域编码能力",
            "Info/SVCSpaceSupportMode",
            Edition.BOTH,
            "",
            Set.of(),
            Map.of()),
    SVC_TIME_SUPPORT(
            Section.CATALOGUE,
            FieldKind.INTEGER,
            "时域编码能力",
            "Info/SVCTimeSupportMode",
            Edition.BOTH,
            "",
            Set.of(),
            Map.of()),
    SSVC_RATIO_SUPPORT(
            Section.CATALOGUE,
            FieldKind.TEXT,
            "SSVC 增强层比例",
            "Info/SSVCRatioSupportList",
            Edition.SINCE_2022,
            "",
            Set.of(),
            Map.of()),
    STREAM_NUMBER_LIST(
            Section.CATALOGUE,
            FieldKind.TEXT,
            "码流编号列表",
            "Info/StreamNumberList",
            Edition.SINCE_2022,
            "",
            Set.of(),
            Map.of()),
    MOBILE_DEVICE_TYPE(
            Section.CATALOGUE,
            FieldKind.INTEGER,
            "移动采集设备类型",
            "Info/MobileDeviceType",
            Edition.SINCE_2022,
            "",
            Set.of(),
            choices("1:移动机器人载,2:执法记录仪,3:移动单兵,4:车载记录仪,5:无人机载,9:其他")),
    GRASSROOTS_CODE(
            Section.CATALOGUE,
            FieldKind.TEXT,
            "基层组织编码",
            "Info/GrassrootsCode",
            Edition.SINCE_2022,
            "",
            Set.of(1),
            Map.of()),
    POINT_COMMON_NAME(
            Section.CATALOGUE,
            FieldKind.TEXT,
            "点位俗称",
            "Info/PointCommonName",
            Edition.SINCE_2022,
            "",
            Set.of(),
            Map.of()),
    MAC(Section.CATALOGUE, FieldKind.TEXT, "MAC 地址", "Info/MAC", Edition.SINCE_2022, "", Set.of(1), Map.of()),
    FUNCTION_TYPE(
            Section.CATALOGUE,
            FieldKind.TEXT,
            "摄像机功能类型",
            "Info/FunctionType",
            Edition.SINCE_2022,
            "FunctionType",
            Set.of(1),
            Map.of()),
    ENCODE_TYPE(
            Section.CATALOGUE, FieldKind.TEXT, "编码格式", "Info/EncodeType", Edition.SINCE_2022, "", Set.of(), Map.of()),
    INSTALL_TIME(
            Section.CATALOGUE,
            FieldKind.MOMENT,
            "安装使用时间",
            "Info/InstallTime",
            Edition.SINCE_2022,
            "",
            Set.of(1),
            Map.of()),
    CONTACT_INFO(
            Section.CATALOGUE,
            FieldKind.TEXT,
            "管理单位联系方式",
            "Info/ContactInfo",
            Edition.SINCE_2022,
            "",
            Set.of(1),
            Map.of()),
    RECORD_SAVE_DAYS(
            Section.CATALOGUE,
            FieldKind.INTEGER,
            "录像保存天数",
            "Info/RecordSaveDays",
            Edition.SINCE_2022,
            "",
            Set.of(1),
            Map.of()),
    INDUSTRIAL_CLASSIFICATION(
            Section.CATALOGUE,
            FieldKind.TEXT,
            "国民经济行业分类",
            "Info/IndustrialClassification",
            Edition.SINCE_2022,
            "",
            Set.of(),
            Map.of()),
    IPV6_ADDRESS(Section.APE, FieldKind.TEXT, "IPv6 地址", "", Edition.BOTH, "IPV6Addr", Set.of(), Map.of()),
    ORG_CODE(Section.APE, FieldKind.TEXT, "管辖单位代码", "", Edition.BOTH, "OrgCode", Set.of(), Map.of()),
    CAP_DIRECTION(
            Section.APE,
            FieldKind.INTEGER,
            "车辆抓拍方向",
            "",
            Edition.BOTH,
            "CapDirection",
            Set.of(),
            choices("0:拍车头,1:拍车尾")),
    MONITOR_AREA(Section.APE, FieldKind.TEXT, "监视区域说明", "", Edition.BOTH, "MonitorAreaDesc", Set.of(), Map.of()),
    IS_ONLINE(
            Section.APE, FieldKind.INTEGER, "是否在线", "", Edition.BOTH, "IsOnline", Set.of(), choices("1:在线,2:离线,9:其他")),
    OWNER_APS_ID(Section.APE, FieldKind.TEXT, "所属采集系统", "", Edition.BOTH, "OwnerApsID", Set.of(), Map.of()),
    USER_ID(Section.APE, FieldKind.TEXT, "用户帐号", "", Edition.BOTH, "UserId", Set.of(), Map.of()),
    POLE_HEIGHT(Section.SITE, FieldKind.NUMBER, "杆高(米)", "", Edition.BOTH, "", Set.of(1), Map.of()),
    CROSS_ARM_LENGTH(Section.SITE, FieldKind.NUMBER, "横臂长(米)", "", Edition.BOTH, "", Set.of(), Map.of()),
    INSTALL_WAY(Section.SITE, FieldKind.TEXT, "安装方式", "", Edition.BOTH, "", Set.of(1), Map.of()),
    POWER_SOURCE(Section.SITE, FieldKind.TEXT, "取电来源", "", Edition.BOTH, "", Set.of(1, 2), Map.of()),
    POWER_CABLE_LENGTH(Section.SITE, FieldKind.NUMBER, "取电线长(米)", "", Edition.BOTH, "", Set.of(), Map.of()),
    CABLING_WAY(Section.SITE, FieldKind.TEXT, "布线方式", "", Edition.BOTH, "", Set.of(), Map.of()),
    ONU_SERIAL(Section.SITE, FieldKind.TEXT, "ONU 序列号", "", Edition.BOTH, "", Set.of(), Map.of()),
    SWITCH_PORT(Section.SITE, FieldKind.TEXT, "交换机端口", "", Edition.BOTH, "", Set.of(), Map.of()),
    LENS(Section.SITE, FieldKind.TEXT, "镜头", "", Edition.BOTH, "", Set.of(), Map.of()),
    SOUND(Section.SITE, FieldKind.YES_NO, "拾音", "", Edition.BOTH, "", Set.of(), Map.of()),
    KEY_UNIT(Section.SITE, FieldKind.TEXT, "监控重点单位", "", Edition.BOTH, "", Set.of(), Map.of()),
    SPOT(Section.SITE, FieldKind.TEXT, "监控具体部位", "", Edition.BOTH, "", Set.of(1), Map.of()),
    PRECINCT_BORDER(Section.SITE, FieldKind.YES_NO, "辖区交界", "", Edition.BOTH, "", Set.of(), Map.of()),
    BUILD_PHASE(Section.SITE, FieldKind.TEXT, "建设批次", "", Edition.BOTH, "", Set.of(), Map.of()),
    BUILD_UNIT(Section.SITE, FieldKind.TEXT, "建设单位", "", Edition.BOTH, "", Set.of(1, 2), Map.of()),
    BUILD_UNIT_PHONE(Section.SITE, FieldKind.TEXT, "建设单位电话", "", Edition.BOTH, "", Set.of(), Map.of()),
    CONTRACTOR(Section.SITE, FieldKind.TEXT, "运维单位", "", Edition.BOTH, "", Set.of(1, 2), Map.of()),
    CONTRACTOR_PHONE(Section.SITE, FieldKind.TEXT, "运维单位电话", "", Edition.BOTH, "", Set.of(1, 2), Map.of()),
    PLATFORM_REGISTERED(Section.SITE, FieldKind.YES_NO, "已注册到共享平台", "", Edition.BOTH, "", Set.of(), Map.of()),
    PRIVACY_MASK(Section.SITE, FieldKind.YES_NO, "已设隐私遮挡", "", Edition.BOTH, "", Set.of(), Map.of()),
    STATE_OF_USE(
            Section.DUTY, FieldKind.INTEGER, "使用状态", "", Edition.BOTH, "", Set.of(1, 2), choices("1:在用,2:维修,3:拆除")),
    IN_USE_SINCE(Section.DUTY, FieldKind.DAY, "启用日期", "", Edition.BOTH, "", Set.of(1, 2, 3), Map.of()),
    POLICE_ORG_CODE(Section.DUTY, FieldKind.CODE, "公安机关机构代码", "", Edition.BOTH, "", Set.of(), Map.of()),
    SUPERVISOR(Section.DUTY, FieldKind.TEXT, "主管民警", "", Edition.BOTH, "", Set.of(1), Map.of()),
    SUPERVISOR_PHONE(Section.DUTY, FieldKind.TEXT, "主管民警电话", "", Edition.BOTH, "", Set.of(), Map.of()),
    SIGN_POSTED(Section.DUTY, FieldKind.YES_NO, "已设提示标识", "", Edition.BOTH, "", Set.of(1, 2, 3), Map.of());

    private final Section section;
    private final FieldKind kind;
    private final String label;
    private final String catalogueName;
    private final Edition edition;
    private final String apeName;
    private final Set<Integer> mandatoryFor;
    private final Map<String, String> choices;

    /** Which part of the file a field stands in. */
    public enum Section {
        CATALOGUE,
        APE,
        SITE,
        DUTY
    }

    /** Which edition of the catalogue has the field. */
    public enum Edition {
        BOTH,
        ONLY_2016,
        SINCE_2022
    }

    FileField(
            Section section,
            FieldKind kind,
            String label,
            String catalogueName,
            Edition edition,
            String apeName,
            Set<Integer> mandatoryFor,
            Map<String, String> choices) {
        this.section = section;
        this.kind = kind;
        this.label = label;
        this.catalogueName = catalogueName;
        this.edition = edition;
        this.apeName = apeName;
        this.mandatoryFor = mandatoryFor;
        this.choices = choices;
    }

    private static Map<String, String> choices(String list) {
        Map<String, String> choices = new LinkedHashMap<>();
        for (String each : list.split(",")) {
            int colon = each.indexOf(':');
            choices.put(each.substring(0, colon), each.substring(colon + 1));
        }
        return Collections.unmodifiableMap(choices);
    }

    /** As the API and CSV heads write it: {@code poleHeight}. */
    public String jsonName() {
        StringBuilder out = new StringBuilder();
        for (String word : name().toLowerCase(Locale.ROOT).split("_")) {
            out.append(out.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return out.toString();
    }

    public static Optional<FileField> ofJsonName(String name) {
        for (FileField field : values()) {
            if (field.jsonName().equals(name)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    public Section section() {
        return section;
    }

    public FieldKind kind() {
        return kind;
    }

    /** In Chinese, for forms. */
    public String label() {
        return label;
    }

    /** Element of the catalogue; empty if the catalogue has none. */
    public String catalogueName() {
        return catalogueName;
    }

    public Edition edition() {
        return edition;
    }

    /** Member of an APE object; empty if there is none. */
    public String apeName() {
        return apeName;
    }

    /** Point classes whose files must have it. */
    public Set<Integer> mandatoryFor() {
        return mandatoryFor;
    }

    /** Allowed values with their meaning; empty where the kind alone decides. */
    public Map<String, String> choices() {
        return choices;
    }

    /**
     * @return the text, stripped
     * @throws IllegalArgumentException saying what was expected
     */
    public String checked(String text) {
        String value = text.strip();
        if (!choices.isEmpty() && !choices.containsKey(value)) {
            throw new IllegalArgumentException(
                    jsonName() + ": " + value + " (expected: one of " + String.join(", ", choices.keySet()) + ")");
        }
        if (value.isEmpty() || !kind.accepts(value)) {
            throw new IllegalArgumentException(jsonName() + ": " + value + " (expected: " + kind.expectation() + ")");
        }
        return value;
    }
}
