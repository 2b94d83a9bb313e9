/** Real encoded pictures of simulated cameras. Start from {@link org.sharpeyes.testkit.video.VideoLibrary}. */
@NullMarked
package org.sharpeyes.testkit.video;

import org.jspecify.annotations.NullMarked;
