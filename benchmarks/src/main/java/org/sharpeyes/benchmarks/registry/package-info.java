/** Question 1 and question 2 at the size of a county. Start from {@link org.sharpeyes.benchmarks.registry.RegistryCommand}. */
@NullMarked
package org.sharpeyes.benchmarks.registry;

import org.jspecify.annotations.NullMarked;
