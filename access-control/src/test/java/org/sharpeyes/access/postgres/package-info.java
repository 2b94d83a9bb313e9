@NullMarked
package org.sharpeyes.access.postgres;

import org.jspecify.annotations.NullMarked;
