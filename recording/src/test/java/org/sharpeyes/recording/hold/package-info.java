@NullMarked
package org.sharpeyes.recording.hold;

import org.jspecify.annotations.NullMarked;
