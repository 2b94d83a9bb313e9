/**
 * Operations of the ONVIF media service (version 10) and the values that both media services share.
 *
 * <p>Start from {@link org.sharpeyes.onvif.media.GetProfiles}.
 */
@NullMarked
package org.sharpeyes.onvif.media;

import org.jspecify.annotations.NullMarked;
