/** Tests of WS-Discovery datagrams. */
@NullMarked
package org.sharpeyes.onvif.discovery;

import org.jspecify.annotations.NullMarked;
