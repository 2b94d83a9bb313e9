package org.sharpeyes.registry.inventory;

import java.util.Map;
import org.sharpeyes.registry.file.FileField;

/**
 * One point as a form writes it: texts, nothing checked yet. An absent one is unknown.
 *
 * @param line where it stands, as for {@link Fault}
 * @param names how the form calls columns and fields
 */
record Row(int line, Map<Column, String> cells, Map<FileField, String> file, Vocabulary names) {
    String cell(Column column) {
        return cells.getOrDefault(column, "");
    }
}
