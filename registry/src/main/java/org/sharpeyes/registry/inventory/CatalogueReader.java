package org.sharpeyes.registry.inventory;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.registry.file.FileField;

/**
 * The points of a catalogue answer (GB/T 28181-2016 and 2022, annex A). Items that are no cameras are passed over, and so
 * are passwords and elements that nobody knows. Confined to one thread.
 *
 * <p>The file is a stranger's: no document type, no entities, bounded in size, depth and length of texts.
 */
final class CatalogueReader {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_ITEMS = 200_000;
    private static final int MAX_TEXT = 4_000;
    private static final Set<String> CAMERAS = Set.of("131", "132");
    private static final Pattern GB = Pattern.compile("<\\?xml[^>]{0,100}encoding=[\"']GB(2312|K|18030)[\"']");
    private static final Map<String, Object> KNOWN =
            Vocabulary.byElement(Vocabulary.CATALOGUE_2016, Vocabulary.CATALOGUE_2022);

    private final Faults faults;

    CatalogueReader(Faults faults) {
        this.faults = faults;
    }

    InventoryRows read(byte[] file) {
        String start = new String(file, 0, Math.min(200, file.length), StandardCharsets.ISO_8859_1);
        Optional<TextDecoding> decoded = GB.matcher(start).find() ? TextDecoding.gb18030(file) : TextDecoding.of(file);
        if (decoded.isEmpty()) {
            faults.add(1, "", "", "text in UTF-8 or GB18030");
            return InventoryRows.none("");
        }
        String encoding = decoded.get().encoding();
        try {
            return new Document(reader(decoded.get().text())).read(encoding);
        } catch (XMLStreamException malformed) {
            int line = malformed.getLocation() == null
                    ? 1
                    : malformed.getLocation().getLineNumber();
            faults.add(Math.max(1, line), "", "", "well-formed XML without a document type");
            return InventoryRows.none(encoding);
        }
    }

    private static XMLStreamReader reader(String text) throws XMLStreamException {
        if (text.contains("<!DOCTYPE") || text.contains("<!ENTITY")) {
            throw new XMLStreamException("a document type");
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing outside the file is read");
        });
        return factory.createXMLStreamReader(new StringReader(text));
    }

    private final class Document {
        private final XMLStreamReader xml;
        private final List<Row> rows = new ArrayList<>();
        private int items;
        private @Nullable String command;
        private @Nullable String sum;

        Document(XMLStreamReader xml) {
            this.xml = xml;
        }

        InventoryRows read(String encoding) throws XMLStreamException {
            List<String> path = new ArrayList<>();
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.ENTITY_REFERENCE) {
                    throw new XMLStreamException("an entity", xml.getLocation());
                }
                if (event == XMLStreamConstants.START_ELEMENT) {
                    path.add(xml.getLocalName());
                    start(path);
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    path.remove(path.size() - 1);
                }
            }
            if (!"Catalog".equals(command)) {
                faults.add(1, "CmdType", command == null ? "" : command, "Catalog");
            } else if (items == 0) {
                faults.add(1, "DeviceList", "", "at least one Item");
            } else if (sum != null && !sum.equals(Integer.toString(items))) {
                faults.add(1, "SumNum", sum, "the number of items, " + items + ": the whole catalogue in one file");
            }
            return new InventoryRows(rows, items, encoding);
        }

        private void start(List<String> path) throws XMLStreamException {
            if (path.size() > MAX_DEPTH) {
                throw new XMLStreamException("too deep", xml.getLocation());
            }
            String name = path.get(path.size() - 1);
            if (path.size() == 2 && name.equals("CmdType")) {
                command = text(path);
            } else if (path.size() == 2 && name.equals("SumNum")) {
                sum = text(path);
            } else if (path.size() == 3 && name.equals("Item")) {
                if (++items > MAX_ITEMS) {
                    throw new XMLStreamException("too many items", xml.getLocation());
                }
                item(path);
            }
        }

        private void item(List<String> path) throws XMLStreamException {
            Item item = new Item(xml.getLocation().getLineNumber());
            int depth = path.size();
            while (path.size() >= depth) {
                int event = xml.next();
                if (event == XMLStreamConstants.END_ELEMENT) {
                    path.remove(path.size() - 1);
                } else if (event == XMLStreamConstants.ENTITY_REFERENCE) {
                    throw new XMLStreamException("an entity", xml.getLocation());
                } else if (event == XMLStreamConstants.START_ELEMENT) {
                    String name = xml.getLocalName();
                    path.add(name);
                    if (path.size() > MAX_DEPTH) {
                        throw new XMLStreamException("too deep", xml.getLocation());
                    }
                    boolean inOurs = path.get(path.size() - 2).equals(Vocabulary.OURS);
                    if (name.equals(Vocabulary.OURS)) {
                        item.ours = true;
                    } else if (!name.equals("Info")) {
                        item.put(name, text(path), inOurs);
                    }
                }
            }
            item.row().ifPresent(rows::add);
        }

        /** The text of an element that holds nothing else; ends behind it. */
        private String text(List<String> path) throws XMLStreamException {
            StringBuilder text = new StringBuilder();
            int event = xml.next();
            while (event != XMLStreamConstants.END_ELEMENT) {
                if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                    text.append(xml.getText());
                } else if (event != XMLStreamConstants.COMMENT) {
                    throw new XMLStreamException("an element within a text", xml.getLocation());
                }
                if (text.length() > MAX_TEXT) {
                    throw new XMLStreamException("too long a text", xml.getLocation());
                }
                event = xml.next();
            }
            path.remove(path.size() - 1);
            return text.toString().strip();
        }
    }

    private final class Item {
        private final int line;
        private final Map<Column, String> cells = new EnumMap<>(Column.class);
        private final Map<FileField, String> file = new EnumMap<>(FileField.class);
        private final Map<String, String> others = new HashMap<>();
        private String supplied = "";
        private boolean ours;

        Item(int line) {
            this.line = line;
        }

        void put(String name, String text, boolean inOurs) {
            if (inOurs) {
                if (name.equals(StandardItem.SUPPLIED)) {
                    supplied = text;
                    return;
                }
                Column.ofHead(name).ifPresent(column -> cells.put(column, text));
                FileField.ofJsonName(name).ifPresent(field -> file.put(field, text));
                return;
            }
            Object known = KNOWN.get(name);
            if (known instanceof Column column) {
                cells.putIfAbsent(column, text);
            } else if (known instanceof FileField field) {
                file.putIfAbsent(field, text);
            } else if (!text.isEmpty()) {
                others.put(name, text);
            }
        }

        Optional<Row> row() {
            String code = cells.getOrDefault(Column.CODE, "");
            if (code.matches("\\d{2,8}")) {
                faults.passOver("items that are areas");
                return Optional.empty();
            }
            if (code.matches("\\d{20}") && !CAMERAS.contains(code.substring(10, 13))) {
                faults.passOver("items that are no cameras");
                return Optional.empty();
            }
            others.keySet().forEach(name -> faults.passOver("element " + name));
            return Optional.of(StandardItem.row(line, cells, file, supplied, ours, Vocabulary.CATALOGUE_2022));
        }
    }
}
