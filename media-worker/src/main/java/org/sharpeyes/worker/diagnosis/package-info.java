/**
 * What is wrong with a picture, by plain arithmetic on its brightness and colour. Measuring happens where the picture is
 * decoded, judging where the camera is known; nobody in the picture is looked at.
 *
 * <p>Start from {@link org.sharpeyes.worker.diagnosis.PictureWatch}.
 */
@NullMarked
package org.sharpeyes.worker.diagnosis;

import org.jspecify.annotations.NullMarked;
