/**
 * Operations of the ONVIF device management service.
 *
 * <p>Start from {@link org.sharpeyes.onvif.device.GetSystemDateAndTime}.
 */
@NullMarked
package org.sharpeyes.onvif.device;

import org.jspecify.annotations.NullMarked;
