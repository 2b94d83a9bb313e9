/** Evidence in, incidents out. Pure core on a virtual clock; adapters at the rim. */
@NullMarked
package org.sharpeyes.alarm;

import org.jspecify.annotations.NullMarked;
