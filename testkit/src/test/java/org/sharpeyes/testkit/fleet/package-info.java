/** Tests of the plan of a fleet. */
@NullMarked
package org.sharpeyes.testkit.fleet;

import org.jspecify.annotations.NullMarked;
