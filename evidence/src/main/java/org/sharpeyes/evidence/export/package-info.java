/**
 * A sealed export: recordings as they were stored, with a signed manifest of what they are, in one ZIP that anybody can
 * open and that tells of every change.
 *
 * <p>Start from {@link org.sharpeyes.evidence.export.ExportSealer} and
 * {@link org.sharpeyes.evidence.export.ExportVerifier}.
 */
@NullMarked
package org.sharpeyes.evidence.export;

import org.jspecify.annotations.NullMarked;
