/** What is wrong with the data itself, what would repair it, and how good a village's data are. Start from {@link org.sharpeyes.registry.quality.DataQuality}. */
@NullMarked
package org.sharpeyes.registry.quality;

import org.jspecify.annotations.NullMarked;
