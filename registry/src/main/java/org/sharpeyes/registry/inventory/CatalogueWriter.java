package org.sharpeyes.registry.inventory;

import java.io.StringWriter;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.sharpeyes.registry.file.FileField;
import org.sharpeyes.registry.point.PointCode;

/** Writes points as a catalogue answer (GB/T 28181, annex A) in GB18030. Stateless. */
final class CatalogueWriter {
    private static final Charset GB18030 = Charset.forName("GB18030");

    /** Elements that the standard asks for, in its order, before those that are optional. */
    private static final List<String> FIRST = List.of(
            "DeviceID",
            "Name",
            "Manufacturer",
            "Model",
            "Owner",
            "CivilCode",
            "Block",
            "Address",
            "Parental",
            "ParentID",
            "SafetyWay",
            "RegisterWay");

    private CatalogueWriter() {}

    static byte[] write(List<Row> rows) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            document(xml, rows);
            xml.flush();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("a catalogue could not be written", impossible);
        }
        return text.toString().getBytes(GB18030);
    }

    private static void document(XMLStreamWriter xml, List<Row> rows) throws XMLStreamException {
        String platform = rows.isEmpty() ? "" : platform(rows.get(0));
        xml.writeStartDocument("GB18030", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("Response");
        element(xml, "CmdType", "Catalog");
        element(xml, "SN", "1");
        element(xml, "DeviceID", platform);
        element(xml, "SumNum", Integer.toString(rows.size()));
        xml.writeStartElement("DeviceList");
        xml.writeAttribute("Num", Integer.toString(rows.size()));
        for (Row row : rows) {
            xml.writeCharacters("\n");
            item(xml, row, platform);
        }
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    /** The platform of the county: what a catalogue is asked of. */
    private static String platform(Row first) {
        return PointCode.of(first.cell(Column.CODE).substring(0, 6) + "00", 0, 200, 6, 1)
                .digits();
    }

    private static void item(XMLStreamWriter xml, Row row, String platform) throws XMLStreamException {
        Map<String, String> item = new LinkedHashMap<>();
        FIRST.forEach(name -> item.put(name, ""));
        Map<String, String> info = new LinkedHashMap<>();
        Map<String, String> ours = new LinkedHashMap<>();
        row.cells().forEach((column, text) -> place(row.names().name(column), text, item, info, ours));
        row.file().forEach((field, text) -> place(row.names().name(field), text, item, info, ours));
        // The standard knows counties and towns by 6 or 8 digits.
        ours.put(Column.AREA.head(), row.cell(Column.AREA));
        item.put("CivilCode", row.cell(Column.AREA).substring(0, 6));
        List<String> supplied = new ArrayList<>();
        supply(row, FileField.PARENTAL, "0", item, supplied);
        supply(row, FileField.PARENT_ID, platform, item, supplied);
        supply(row, FileField.REGISTER_WAY, "1", item, supplied);
        supply(row, FileField.SECRECY, "0", item, supplied);
        supply(row, FileField.STATUS, "ON", item, supplied);
        ours.put(StandardItem.SUPPLIED, String.join(" ", supplied));
        xml.writeStartElement("Item");
        elements(xml, item);
        xml.writeStartElement("Info");
        elements(xml, info);
        xml.writeStartElement(Vocabulary.OURS);
        elements(xml, ours);
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private static void place(
            String name, String text, Map<String, String> item, Map<String, String> info, Map<String, String> ours) {
        String within = "Info/" + Vocabulary.OURS + "/";
        if (name.startsWith(within)) {
            ours.put(name.substring(within.length()), text);
        } else if (name.startsWith("Info/")) {
            info.put(name.substring("Info/".length()), text);
        } else {
            item.put(name, text);
        }
    }

    /** What the standard asks for and nobody knows. */
    private static void supply(
            Row row, FileField field, String value, Map<String, String> item, List<String> supplied) {
        if (!row.file().containsKey(field)) {
            item.put(field.catalogueName(), value);
            supplied.add(field.jsonName());
        }
    }

    private static void elements(XMLStreamWriter xml, Map<String, String> texts) throws XMLStreamException {
        for (Map.Entry<String, String> each : texts.entrySet()) {
            if (!each.getValue().isEmpty()) {
                element(xml, each.getKey(), each.getValue());
            }
        }
    }

    private static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        // XML 1.0 has no way to write control characters.
        xml.writeCharacters(text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]", " "));
        xml.writeEndElement();
    }
}
