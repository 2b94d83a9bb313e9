/** From a place and a time to what is recorded of it. Start from {@link org.sharpeyes.recording.search.PlaceSearch}. */
@NullMarked
package org.sharpeyes.recording.search;

import org.jspecify.annotations.NullMarked;
