/**
 * Decoding in processes of its own, spoken to over a pipe: a crafted stream may kill a worker, never the service.
 *
 * <p>Start from {@link org.sharpeyes.worker.MediaWorkers}.
 */
@NullMarked
package org.sharpeyes.worker;

import org.jspecify.annotations.NullMarked;
