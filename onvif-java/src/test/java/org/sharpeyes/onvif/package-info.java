/** Tests of the messages: both sides against each other, and against what real devices said. */
@NullMarked
package org.sharpeyes.onvif;

import org.jspecify.annotations.NullMarked;
