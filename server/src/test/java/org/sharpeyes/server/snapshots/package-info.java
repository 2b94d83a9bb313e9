/** Tests of the pictures of cameras. */
@NullMarked
package org.sharpeyes.server.snapshots;

import org.jspecify.annotations.NullMarked;
