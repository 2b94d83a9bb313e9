/** How long recordings are kept, what keeps them longer, and proof of what was deleted. */
@NullMarked
package org.sharpeyes.recording.retention;

import org.jspecify.annotations.NullMarked;
