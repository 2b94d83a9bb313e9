@NullMarked
package org.sharpeyes.access;

import org.jspecify.annotations.NullMarked;
