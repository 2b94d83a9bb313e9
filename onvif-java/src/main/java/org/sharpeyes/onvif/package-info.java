/** ONVIF messages, client and device side. */
@NullMarked
package org.sharpeyes.onvif;

import org.jspecify.annotations.NullMarked;
