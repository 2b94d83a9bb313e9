/**
 * The HTTP interface that makes simulated devices ill and well. Start from
 * {@link org.sharpeyes.testkit.control.ControlFace}.
 */
@NullMarked
package org.sharpeyes.testkit.control;

import org.jspecify.annotations.NullMarked;
