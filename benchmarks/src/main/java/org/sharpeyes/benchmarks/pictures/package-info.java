/** Picture diagnosis against real footage and faults that are known. Start from {@link org.sharpeyes.benchmarks.pictures.PicturesCommand}. */
@NullMarked
package org.sharpeyes.benchmarks.pictures;

import org.jspecify.annotations.NullMarked;
