@NullMarked
package org.sharpeyes.access.ticket;

import org.jspecify.annotations.NullMarked;
