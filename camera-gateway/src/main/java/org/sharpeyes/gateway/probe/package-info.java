/**
 * Asking every camera on schedule whether it is well, layer by layer.
 *
 * <p>Start from {@link org.sharpeyes.gateway.probe.ProbePlan}.
 */
@NullMarked
package org.sharpeyes.gateway.probe;

import org.jspecify.annotations.NullMarked;
