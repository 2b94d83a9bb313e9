/** Tests of the RTSP client's dialogue. */
@NullMarked
package org.sharpeyes.gateway.rtsp;

import org.jspecify.annotations.NullMarked;
