@NullMarked
package org.sharpeyes.evidence.export;

import org.jspecify.annotations.NullMarked;
