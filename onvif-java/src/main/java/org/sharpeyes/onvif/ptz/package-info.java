/**
 * Operations of the ONVIF PTZ service.
 *
 * <p>Start from {@link org.sharpeyes.onvif.ptz.ContinuousMove}.
 */
@NullMarked
package org.sharpeyes.onvif.ptz;

import org.jspecify.annotations.NullMarked;
