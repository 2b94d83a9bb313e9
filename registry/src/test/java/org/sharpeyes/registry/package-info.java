/** Tests of the registry as a whole. */
@NullMarked
package org.sharpeyes.registry;

import org.jspecify.annotations.NullMarked;
