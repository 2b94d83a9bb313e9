/** Points, devices, channels and poses through time. */
@NullMarked
package org.sharpeyes.registry;

import org.jspecify.annotations.NullMarked;
