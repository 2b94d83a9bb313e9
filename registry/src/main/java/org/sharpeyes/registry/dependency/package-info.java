/** What cameras depend on. Start from {@link org.sharpeyes.registry.dependency.Dependency}. */
@NullMarked
package org.sharpeyes.registry.dependency;

import org.jspecify.annotations.NullMarked;
