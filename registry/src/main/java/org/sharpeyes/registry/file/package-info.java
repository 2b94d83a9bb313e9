/** One camera, one file (一机一档): the fields of GB/T 28181, GA/T 1400 and the site, and how complete a file is. Start from {@link org.sharpeyes.registry.file.PointFile}. */
@NullMarked
package org.sharpeyes.registry.file;

import org.jspecify.annotations.NullMarked;
