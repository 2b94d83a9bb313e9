/** Tests of recordings as they are played to people. */
@NullMarked
package org.sharpeyes.server.recording;

import org.jspecify.annotations.NullMarked;
