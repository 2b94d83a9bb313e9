/** The registry through real HTTP. */
@NullMarked
package org.sharpeyes.server.registry;

import org.jspecify.annotations.NullMarked;
