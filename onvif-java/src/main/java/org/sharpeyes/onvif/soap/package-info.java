/**
 * SOAP 1.2 envelopes over bounded, forgiving XML: what every ONVIF message is wrapped in.
 *
 * <p>Start from {@link org.sharpeyes.onvif.soap.Operation}.
 */
@NullMarked
package org.sharpeyes.onvif.soap;

import org.jspecify.annotations.NullMarked;
