@NullMarked
package org.sharpeyes.recording.export;

import org.jspecify.annotations.NullMarked;
