/**
 * Session descriptions (RFC 8866), read leniently: start from {@link org.sharpeyes.media.sdp.SessionDescription}.
 */
@NullMarked
package org.sharpeyes.media.sdp;

import org.jspecify.annotations.NullMarked;
