/** Keeps what is usual for each camera's pictures and the proofs of faults. Start from {@link org.sharpeyes.server.pictures.postgres.PostgresPictures}. */
@NullMarked
package org.sharpeyes.server.pictures.postgres;

import org.jspecify.annotations.NullMarked;
