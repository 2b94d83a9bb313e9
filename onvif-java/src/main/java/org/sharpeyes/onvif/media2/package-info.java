/**
 * Operations of the ONVIF media service (version 20), which knows H.265.
 *
 * <p>Start from {@link org.sharpeyes.onvif.media2.GetProfiles2}.
 */
@NullMarked
package org.sharpeyes.onvif.media2;

import org.jspecify.annotations.NullMarked;
