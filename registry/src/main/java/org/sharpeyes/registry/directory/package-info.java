/** What is known of all cameras now, as one immutable value for planes that may not query. Start from {@link org.sharpeyes.registry.directory.CameraDirectory}. */
@NullMarked
package org.sharpeyes.registry.directory;

import org.jspecify.annotations.NullMarked;
