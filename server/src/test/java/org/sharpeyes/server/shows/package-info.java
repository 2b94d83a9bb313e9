/** What the product must show, through the doors that users take: API, RTSP, webhooks, and clients not ours. */
@NullMarked
package org.sharpeyes.server.shows;

import org.jspecify.annotations.NullMarked;
