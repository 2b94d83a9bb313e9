/** Tests of incidents, events and webhooks through the running server. */
@NullMarked
package org.sharpeyes.server.incidents;

import org.jspecify.annotations.NullMarked;
