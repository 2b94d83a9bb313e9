@NullMarked
package org.sharpeyes.server.pictures;

import org.jspecify.annotations.NullMarked;
