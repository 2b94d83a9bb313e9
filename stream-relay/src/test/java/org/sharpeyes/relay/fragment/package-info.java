/** Tests. */
@NullMarked
package org.sharpeyes.relay.fragment;

import org.jspecify.annotations.NullMarked;
