/** Tests of the flapping rule against a plain reference. */
@NullMarked
package org.sharpeyes.alarm.flapping;

import org.jspecify.annotations.NullMarked;
