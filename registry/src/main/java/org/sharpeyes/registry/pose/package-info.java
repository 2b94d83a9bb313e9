/** Where a camera stands and looks, as far as it is known. Start from {@link org.sharpeyes.registry.pose.Pose}. */
@NullMarked
package org.sharpeyes.registry.pose;

import org.jspecify.annotations.NullMarked;
