/** Tests of the probes' plan. */
@NullMarked
package org.sharpeyes.gateway.probe;

import org.jspecify.annotations.NullMarked;
