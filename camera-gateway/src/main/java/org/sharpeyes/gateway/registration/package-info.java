/**
 * Making cameras out of a found device or a stream address, step by step.
 *
 * <p>Start from {@link org.sharpeyes.gateway.registration.Registrar}.
 */
@NullMarked
package org.sharpeyes.gateway.registration;

import org.jspecify.annotations.NullMarked;
