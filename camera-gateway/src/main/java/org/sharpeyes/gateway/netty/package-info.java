/** Sockets to cameras: SOAP over kept-alive HTTP, WS-Discovery, probes. Nothing here blocks. */
@NullMarked
package org.sharpeyes.gateway.netty;

import org.jspecify.annotations.NullMarked;
