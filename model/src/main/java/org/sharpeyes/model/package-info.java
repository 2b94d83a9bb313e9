/**
 * Values that every module speaks. Immutable, without framework, socket or clock.
 *
 * <p>Start from {@link org.sharpeyes.model.CameraId} (a point with its current channel) and
 * {@link org.sharpeyes.model.StreamKey} (one stream of it).
 */
@NullMarked
package org.sharpeyes.model;

import org.jspecify.annotations.NullMarked;
