@NullMarked
package org.sharpeyes.access.request;

import org.jspecify.annotations.NullMarked;
