package org.sharpeyes.registry.inventory;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.pose.ReadingSource;

class InventoryTest {
    private static final String HEAD = "code,name,area,point_class,area_class,position_type,longitude,latitude,"
            + "position_source,azimuth,azimuth_source,horizontal_angle,height,range,responsible,phone,filing_date,"
            + "device_serial,channel,switch,rtsp_main,username,password\n";
    private static final List<String> GOOD = List.of(
            "99010101011326000001",
            "村口",
            "99010110120101",
            "1",
            "KEY",
            "8",
            "109.6",
            "33.3",
            "surveyed",
            "350",
            "eight-direction",
            "82",
            "6",
            "60",
            "张志强",
            "000-5550000",
            "2026-05-20",
            "SEC00001",
            "1",
            "sw1",
            "",
            "",
            "");

    @Test
    void aGoodLineIsReadWhole() {
        Faults faults = new Faults();

        InventoryPoint point =
                read(HEAD + String.join(",", GOOD), faults).points().get(0);

        assertThat(faults.listed()).isEmpty();
        assertThat(point.name()).isEqualTo("村口");
        assertThat(point.pose().azimuth()).isNotNull().satisfies(azimuth -> {
            assertThat(azimuth.value()).isEqualTo(350);
            assertThat(azimuth.source()).isEqualTo(ReadingSource.EIGHT_DIRECTION);
            assertThat(azimuth.error()).isEqualTo(22.5);
        });
        assertThat(point.device()).isEqualTo(new InventoryPoint.PlannedDevice("SEC00001", 1));
    }

    @Test
    void emptyCellsStayUnknown() {
        Faults faults = new Faults();

        InventoryPoint point = read("code,name,area,azimuth\n99010101011326000001,村口,990101,", faults)
                .points()
                .get(0);

        assertThat(faults.none()).isTrue();
        assertThat(point.pose()).isEqualTo(Pose.unknown());
        assertThat(point.device()).isNull();
    }

    /** Column, a bad value, and a word of what was expected. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "code|``|20-digit",
                "code|9901|20 digits",
                "code|9.901E+19|spreadsheet",
                "code|9901010101132600000X|20 digits",
                "code|00010101011326000001|province",
                "code|99010101019996000001|known type",
                "name|``|a text",
                "name|=HYPERLINK(1)|begin with",
                "name|@SUM(A1)|begin with",
                "area|``|civil code",
                "area|village|civil code",
                "area|99|civil code",
                "point_class|5|1, 2, 3 or 9",
                "point_class|one|1, 2, 3 or 9",
                "area_class|VIP|one of",
                "position_type|0|whole number",
                "position_type|100|whole number",
                "position_type|8.5|whole number",
                "longitude|181|a number",
                "longitude|east|a number",
                "longitude|1e2|a number",
                "longitude|``|both longitude and latitude",
                "latitude|109.6|look swapped",
                "latitude|200|a number",
                "latitude|``|both longitude and latitude",
                "position_source|guess|one of",
                "azimuth|361|a number",
                "azimuth|-1|a number",
                "azimuth|north|a number",
                "azimuth_source|compass|one of",
                "horizontal_angle|0|a number",
                "horizontal_angle|400|a number",
                "height|-2|a number",
                "height|501|a number",
                "range|0|a number",
                "responsible|``|whose telephone",
                "phone|call me|telephone",
                "filing_date|2026-02-30|a day",
                "filing_date|20 May|a day",
                "device_serial|SEC 1;drop|letters",
                "device_serial|``|serial number",
                "channel|0|whole number",
                "channel|2000|whole number",
                "switch|-sw|begin with",
                "rtsp_main|http://10.0.0.1/|rtsp://",
                "rtsp_main|rtsp://u:p@10.0.0.1/|without user",
                "password|secret|a user name",
            })
    void eachKindOfFaultIsToldByLineColumnValueAndExpectation(String column, String bad, String expected) {
        List<String> heads = List.of(HEAD.strip().split(","));
        List<String> line = new ArrayList<>(GOOD);
        line.set(heads.indexOf(column), bad);
        Faults faults = new Faults();

        read(
                HEAD + String.join(",", GOOD).replace("000001,", "000002,").replace("SEC00001", "SEC00002") + "\n"
                        + line.stream()
                                .map(each -> each.contains(",") ? '"' + each + '"' : each)
                                .collect(Collectors.joining(",")),
                faults);

        assertThat(faults.listed()).isNotEmpty().allSatisfy(fault -> assertThat(fault.line())
                .isEqualTo(3));
        assertThat(faults.listed())
                .anySatisfy(fault -> assertThat(fault.expected()).contains(expected));
        assertThat(faults.listed().toString()).doesNotContain("secret").doesNotContain("u:p@");
    }

    @ParameterizedTest
    @CsvSource({"UTF-8, UTF-8", "GBK, GB18030", "GB18030, GB18030"})
    void chineseSpreadsheetsAreReadInWhatTheyWereSaved(String charset, String told) {
        Faults faults = new Faults();
        byte[] bytes = ("编码,名称,网格\n99010101011326000001,王庄村村口,990101\n").getBytes(Charset.forName(charset));

        Inventory inventory = Inventory.read(bytes, faults);

        assertThat(faults.listed()).isEmpty();
        assertThat(inventory.encoding()).isEqualTo(told);
        assertThat(inventory.points().get(0).name()).isEqualTo("王庄村村口");
    }

    @Test
    void byteOrderMarksAreTaken() {
        String csv = "\uFEFFcode,name,area\r\n99010101011326000001,村口,990101\r\n";
        for (Charset charset : List.of(UTF_8, UTF_16LE)) {
            Faults faults = new Faults();
            assertThat(Inventory.read(csv.getBytes(charset), faults).points()).hasSize(1);
            assertThat(faults.none()).isTrue();
        }
    }

    @Test
    void quotesSeparatorsAndBreaksWithinFieldsAreRead() {
        Faults faults = new Faults();

        Inventory inventory = read(
                "code,name,area,address\n99010101011326000001,\"东,\"\"老\"\"桥\",990101,x\n\n99010101011326000002,b,bad,\n",
                faults);

        assertThat(inventory.points().get(0).name()).isEqualTo("东,\"老\"桥");
        assertThat(faults.listed()).singleElement().satisfies(fault -> assertThat(fault.line())
                .isEqualTo(4));
    }

    @Test
    void faultsOfTheFileAsAWholeAreTold() {
        assertThat(expectationsOf("")).contains("a head with the names of the columns");
        assertThat(expectationsOf("code,name\n")).contains("a column area", "at least one point");
        assertThat(expectationsOf("code,name,area,colour\n"))
                .anySatisfy(e -> assertThat(e).contains("known column"));
        assertThat(expectationsOf("code,name,area,name\n")).contains("each column once");
        assertThat(expectationsOf("code,name,area\n1,2\n")).contains("3 fields, as the head has");
        assertThat(expectationsOf("code,name,area\n\"a")).contains("a closing quote before the end of the file");
        assertThat(expectationsOf("code,name,area\n\"a\"b,c,d")).contains("a separator after a closing quote");
        assertThat(expectationsOf("code,name,area\n" + "9".repeat(5000) + ",x,y"))
                .contains("at most 4000 characters in a field");
        assertThat(expectationsOf("code,name,area\n99010101011326000001,a,990101\n99010101011326000001,b,990101"))
                .contains("each code once; line 2 has it");
    }

    private static List<String> expectationsOf(String csv) {
        Faults faults = new Faults();
        read(csv, faults);
        return faults.listed().stream().map(Fault::expected).toList();
    }

    private static Inventory read(String csv, Faults faults) {
        return Inventory.read(csv.getBytes(UTF_8), faults);
    }
}
