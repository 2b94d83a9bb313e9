/**
 * Preserve first, view later: what a hold covers is kept from being overwritten and copied to the evidence folder; there it
 * can be watched by nobody, and is destroyed with a certificate when no approval comes.
 *
 * <p>Start from {@link org.sharpeyes.recording.hold.HoldKeeper}.
 */
@NullMarked
package org.sharpeyes.recording.hold;

import org.jspecify.annotations.NullMarked;
