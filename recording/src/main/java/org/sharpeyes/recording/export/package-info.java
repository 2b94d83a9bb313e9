/**
 * Sealed exports of what was recorded: cut from segments byte for byte, checked against the grant fragment by fragment.
 *
 * <p>Start from {@link org.sharpeyes.recording.export.Exports}.
 */
@NullMarked
package org.sharpeyes.recording.export;

import org.jspecify.annotations.NullMarked;
