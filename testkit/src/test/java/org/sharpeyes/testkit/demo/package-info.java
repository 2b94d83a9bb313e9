/** Tests of the demo's town. */
@NullMarked
package org.sharpeyes.testkit.demo;

import org.jspecify.annotations.NullMarked;
