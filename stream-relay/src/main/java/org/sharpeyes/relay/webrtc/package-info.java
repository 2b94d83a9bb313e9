/**
 * What WebRTC needs besides sockets: the offer and its answer, ICE-lite (STUN), DTLS and SRTP, and how one viewer's packets
 * are made of shared pictures. {@link org.sharpeyes.relay.webrtc.RtcOffer} is the way in; sockets are in {@code netty}.
 */
@NullMarked
package org.sharpeyes.relay.webrtc;

import org.jspecify.annotations.NullMarked;
