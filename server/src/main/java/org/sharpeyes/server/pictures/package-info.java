/**
 * Picture diagnosis: pictures that were taken anyway are judged, what is wrong becomes evidence, the pair of pictures that
 * proves it is kept. Start from {@link org.sharpeyes.server.pictures.PictureDiagnosis}.
 */
@NullMarked
package org.sharpeyes.server.pictures;

import org.jspecify.annotations.NullMarked;
