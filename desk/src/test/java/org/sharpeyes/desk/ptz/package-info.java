@NullMarked
package org.sharpeyes.desk.ptz;

import org.jspecify.annotations.NullMarked;
