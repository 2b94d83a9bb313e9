/**
 * What cameras cover: sectors on the ground, graded by what is known of the pose; place and time to cameras; covered
 * share of areas. Start from {@link org.sharpeyes.registry.coverage.Footprint}.
 */
@NullMarked
package org.sharpeyes.registry.coverage;

import org.jspecify.annotations.NullMarked;
