@NullMarked
package org.sharpeyes.desk.event;

import org.jspecify.annotations.NullMarked;
