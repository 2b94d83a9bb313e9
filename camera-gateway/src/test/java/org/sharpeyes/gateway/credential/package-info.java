/** Tests of sealing and of the rule of two refusals. */
@NullMarked
package org.sharpeyes.gateway.credential;

import org.jspecify.annotations.NullMarked;
