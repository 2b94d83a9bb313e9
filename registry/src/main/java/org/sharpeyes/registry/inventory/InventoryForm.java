package org.sharpeyes.registry.inventory;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Forms in which an inventory of points comes and goes. */
public enum InventoryForm {
    CSV("csv", "csv", "text/csv"),
    XLSX("xlsx", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    /** Catalogue answer of GB/T 28181-2016. */
    CATALOGUE_2016("gbt28181-2016", "xml", "application/xml"),
    /** Catalogue answer of GB/T 28181-2022. */
    CATALOGUE_2022("gbt28181-2022", "xml", "application/xml", "text/xml", "application/manscdp+xml"),
    /** List of collection devices (采集设备) of GA/T 1400. */
    APE("gat1400", "json", "application/json", "application/viid+json");

    private final String label;
    private final String suffix;
    private final List<String> mediaTypes;

    InventoryForm(String label, String suffix, String... mediaTypes) {
        this.label = label;
        this.suffix = suffix;
        this.mediaTypes = List.of(mediaTypes);
    }

    /** As a request names it. */
    public String label() {
        return label;
    }

    /** Of a file's name, without a dot. */
    public String suffix() {
        return suffix;
    }

    public String mediaType() {
        return mediaTypes.get(0);
    }

    public static Optional<InventoryForm> ofLabel(String label) {
        return Arrays.stream(values()).filter(form -> form.label.equals(label)).findFirst();
    }

    /** The form to read; both editions of the catalogue are read alike. */
    public static Optional<InventoryForm> ofMediaType(String type) {
        return Arrays.stream(values())
                .filter(form -> form != CATALOGUE_2016 && form.mediaTypes.contains(type))
                .findFirst();
    }

    /** Whether a spreadsheet opens it, so that texts must not begin as formulas do. */
    boolean spreadsheet() {
        return this == CSV || this == XLSX;
    }
}
