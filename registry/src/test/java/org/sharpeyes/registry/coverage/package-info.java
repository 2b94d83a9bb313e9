/** Coverage against brute force. */
@NullMarked
package org.sharpeyes.registry.coverage;

import org.jspecify.annotations.NullMarked;
