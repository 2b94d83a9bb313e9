@NullMarked
package org.sharpeyes.desk;

import org.jspecify.annotations.NullMarked;
