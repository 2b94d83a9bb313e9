/**
 * Operations of the ONVIF event service: pull points.
 *
 * <p>Start from {@link org.sharpeyes.onvif.events.CreatePullPointSubscription}.
 */
@NullMarked
package org.sharpeyes.onvif.events;

import org.jspecify.annotations.NullMarked;
