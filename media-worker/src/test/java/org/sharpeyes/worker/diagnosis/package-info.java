@NullMarked
package org.sharpeyes.worker.diagnosis;

import org.jspecify.annotations.NullMarked;
