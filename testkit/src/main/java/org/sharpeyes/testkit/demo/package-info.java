/**
 * Registers a simulated town with a running server, through the public API only, as an operator would. Start from
 * {@link org.sharpeyes.testkit.demo.DemoTown}.
 */
@NullMarked
package org.sharpeyes.testkit.demo;

import org.jspecify.annotations.NullMarked;
