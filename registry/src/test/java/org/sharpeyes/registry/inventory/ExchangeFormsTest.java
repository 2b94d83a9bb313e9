package org.sharpeyes.registry.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sharpeyes.registry.file.FileField;
import org.sharpeyes.registry.pose.Reading;
import org.sharpeyes.registry.pose.ReadingSource;

/** Files that others wrote, some of them to do harm. */
class ExchangeFormsTest {
    private static final String ITEM = "<Item><DeviceID>99010101011326000001</DeviceID><Name>王庄村村口</Name>"
            + "<Manufacturer>M</Manufacturer><Model>X</Model><Owner>O</Owner><CivilCode>990101</CivilCode>"
            + "<Address>东街</Address><Parental>0</Parental><ParentID>99010100002006000001</ParentID>"
            + "<SafetyWay>0</SafetyWay><RegisterWay>1</RegisterWay><Secrecy>0</Secrecy><Status>ON</Status>"
            + "<Password>geheim</Password><Longitude>109.6</Longitude><Latitude>33.3</Latitude>"
            + "<Info><PTZType>0</PTZType><PositionType>8</PositionType><DirectionType>7</DirectionType>"
            + "<VendorThing>1</VendorThing></Info></Item>";

    private final Faults faults = new Faults();

    @Test
    void aStrangersCatalogueIsRead() {
        String xml = "<?xml version=\"1.0\" encoding=\"GB2312\"?>\n<Response><CmdType>Catalog</CmdType><SN>7</SN>"
                + "<DeviceID>99010100002006000001</DeviceID><SumNum>3</SumNum><DeviceList Num=\"3\">\n"
                + "<Item><DeviceID>990101</DeviceID><Name>县</Name></Item>\n"
                + "<Item><DeviceID>99010100002166000001</DeviceID><Name>组</Name></Item>\n" + ITEM
                + "</DeviceList></Response>";

        Inventory inventory =
                Inventory.read(xml.getBytes(Charset.forName("GB2312")), InventoryForm.CATALOGUE_2022, faults);

        assertThat(faults.listed()).isEmpty();
        assertThat(faults.passedOver())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "items that are areas",
                        1,
                        "items that are no cameras",
                        1,
                        "element Password",
                        1,
                        "element VendorThing",
                        1));
        assertThat(inventory.encoding()).isEqualTo("GB18030");
        InventoryPoint point = inventory.points().get(0);
        assertThat(point.name()).isEqualTo("王庄村村口");
        assertThat(point.placeType()).isEqualTo(8);
        assertThat(point.pose().azimuth()).isEqualTo(new Reading(225, ReadingSource.EIGHT_DIRECTION, 22.5, null));
        assertThat(point.file().get(FileField.OWNER)).contains("O");
        assertThat(point.file().get(FileField.PTZ_TYPE)).isEmpty();
        assertThat(point.file().toString()).doesNotContain("geheim");
    }

    @Test
    void zeroCoordinatesOfACatalogueAreUnknown() {
        Inventory inventory = catalogue(ITEM.replace(">109.6<", ">0.0<").replace(">33.3<", ">0<"));

        assertThat(faults.listed()).isEmpty();
        assertThat(inventory.points().get(0).pose().position()).isNull();
    }

    @Test
    void faultsOfACatalogueAreToldByTheNamesOfItsElements() {
        catalogue("\n" + ITEM.replace(">33.3<", ">133.3<").replace("<Parental>0", "<Parental>2"));

        assertThat(faults.listed())
                .extracting(Fault::line, Fault::column, Fault::value)
                .containsExactlyInAnyOrder(tuple(2, "Latitude", "133.3"), tuple(2, "Parental", "2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Response><CmdType>&x;</CmdType></Response>",
                "<!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><Response><CmdType>&b;</CmdType></Response>",
                "<Response><CmdType>&x;</CmdType></Response>",
                "<Response><CmdType>Catalog</CmdType>",
                "<a><a><a><a><a><a><a><a><a><a/></a></a></a></a></a></a></a></a></a>",
                "<Response><CmdType>Keepalive</CmdType></Response>",
                "<Response><CmdType>Catalog</CmdType><DeviceList/></Response>",
                "",
                "not xml"
            })
    void whatIsNoCatalogueIsToldAndNothingIsRead(String xml) {
        Inventory inventory = Inventory.read(xml.getBytes(UTF_8), InventoryForm.CATALOGUE_2022, faults);

        assertThat(faults.none()).isFalse();
        assertThat(inventory.points()).isEmpty();
        assertThat(faults.listed().toString()).doesNotContain("root:");
    }

    @Test
    void halfACatalogueIsTold() {
        Inventory.read(
                ("<Response><CmdType>Catalog</CmdType><SumNum>9</SumNum><DeviceList>" + ITEM
                                + "</DeviceList></Response>")
                        .getBytes(UTF_8),
                InventoryForm.CATALOGUE_2022,
                faults);

        assertThat(faults.listed()).extracting(Fault::column).containsExactly("SumNum");
    }

    @Test
    void aListOfCollectionDevicesIsRead() {
        String json = "{\"APEListObject\":{\"APE\":[{\"ApeID\":\"99010101011316000001\",\"Name\":\"卡口\",\"IPAddr\":"
                + "\"10.0.0.1\",\"Port\":8080,\"Longitude\":109.6,\"Lat\":\"33.3\",\"PlaceCode\":\"990101\",\"Place\":\"东街\","
                + "\"IsOnline\":\"1\",\"OwnerApsID\":\"99010100005036000001\",\"UserId\":\"u\",\"Password\":\"geheim\"}]}}";

        Inventory inventory = Inventory.read(json.getBytes(UTF_8), InventoryForm.APE, faults);

        assertThat(faults.listed()).isEmpty();
        assertThat(faults.passedOver()).containsExactlyEntriesOf(Map.of("member Password", 1));
        InventoryPoint point = inventory.points().get(0);
        assertThat(point.pose().position()).isNotNull();
        assertThat(point.file().get(FileField.PORT)).contains("8080");
        assertThat(point.file().get(FileField.OWNER_APS_ID)).contains("99010100005036000001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"APEListObject\":{}}",
                "{\"APEListObject\":{\"APE\":[]}}",
                "{\"APEListObject\":{\"APE\":[[[[[[[[[[1]]]]]]]]]]}}",
                "nonsense"
            })
    void whatIsNoListOfDevicesIsTold(String json) {
        Inventory.read(json.getBytes(UTF_8), InventoryForm.APE, faults);

        assertThat(faults.none()).isFalse();
    }

    @Test
    void aWorkbookIsReadWithItsNumbersAndDays() throws IOException {
        byte[] xlsx = workbook(sheet -> {
            String[] head = {"编码", "名称", "网格", "经度", "纬度", "filing_date", "tilt"};
            for (int i = 0; i < head.length; i++) {
                sheet.value(0, i, head[i]);
            }
            sheet.value(2, 0, "99010101011326000001");
            sheet.value(2, 1, "王庄村村口");
            sheet.value(2, 2, 990101);
            sheet.value(2, 3, 109.616234);
            sheet.value(2, 4, 33.294422);
            sheet.value(2, 5, LocalDate.of(2026, 5, 20));
            sheet.style(2, 5).format("yyyy-mm-dd").set();
        });

        Inventory inventory = Inventory.read(xlsx, InventoryForm.XLSX, faults);

        assertThat(faults.listed()).isEmpty();
        InventoryPoint point = inventory.points().get(0);
        assertThat(point.line()).isEqualTo(3);
        assertThat(point.filedOn()).isEqualTo(LocalDate.of(2026, 5, 20));
        assertThat(point.pose().position())
                .satisfies(position -> assertThat(position.at().longitude()).isEqualTo(109.616234));
    }

    @Test
    void formulasAndRoundedCodesOfAWorkbookAreTold() throws IOException {
        byte[] xlsx = workbook(sheet -> {
            sheet.value(0, 0, "code");
            sheet.value(0, 1, "name");
            sheet.value(0, 2, "area");
            sheet.value(1, 0, 9.9010101011326E19);
            sheet.value(1, 1, "a");
            sheet.value(1, 2, "990101");
            sheet.value(2, 0, "99010101011326000001");
            sheet.formula(2, 1, "HYPERLINK(\"http://x\")");
            sheet.value(2, 2, "990101");
        });

        Inventory.read(xlsx, InventoryForm.XLSX, faults);

        assertThat(faults.listed())
                .anySatisfy(fault -> assertThat(fault.expected()).contains("a spreadsheet has rounded them"))
                .anySatisfy(fault -> {
                    assertThat(fault.line()).isEqualTo(3);
                    assertThat(fault.expected()).contains("formulas");
                });
    }

    @Test
    void aWorkbookThatUnpacksWithoutEndIsRefused() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        byte[] zeros = new byte[1 << 20];
        try (ZipOutputStream zip = new ZipOutputStream(bomb)) {
            zip.putNextEntry(new ZipEntry("xl/workbook.xml"));
            for (int i = 0; i < 200; i++) {
                zip.write(zeros);
            }
        }
        assertThat(bomb.size()).isLessThan(1 << 20);

        Inventory.read(bomb.toByteArray(), InventoryForm.XLSX, faults);

        assertThat(faults.listed()).singleElement().satisfies(fault -> assertThat(fault.expected())
                .contains("unpacked"));
    }

    @Test
    void whatIsNoWorkbookIsTold() {
        Inventory.read("code,name".getBytes(UTF_8), InventoryForm.XLSX, faults);

        assertThat(faults.listed()).isNotEmpty().allSatisfy(fault -> assertThat(fault.expected())
                .contains("xlsx"));
    }

    private Inventory catalogue(String items) {
        String xml = "<Response><CmdType>Catalog</CmdType><SumNum>1</SumNum><DeviceList>" + items
                + "</DeviceList></Response>";
        return Inventory.read(xml.getBytes(UTF_8), InventoryForm.CATALOGUE_2022, faults);
    }

    private static byte[] workbook(Consumer<Worksheet> content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(bytes, "test", "1.0")) {
            content.accept(workbook.newWorksheet("points"));
        }
        return bytes.toByteArray();
    }
}
