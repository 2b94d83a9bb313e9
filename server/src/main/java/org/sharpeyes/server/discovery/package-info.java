/** HTTP face of the gateway: scans, the inbox of found devices, registrations, health of a camera. */
@NullMarked
package org.sharpeyes.server.discovery;

import org.jspecify.annotations.NullMarked;
