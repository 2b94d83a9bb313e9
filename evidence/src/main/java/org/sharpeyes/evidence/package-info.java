/** Hash chain, manifest, signature, verifier. */
@NullMarked
package org.sharpeyes.evidence;

import org.jspecify.annotations.NullMarked;
