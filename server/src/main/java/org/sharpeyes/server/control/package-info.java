/** Requests for recordings, grants, holds and sealed exports: wiring and HTTP. Start from {@code ControlConfiguration}. */
@NullMarked
package org.sharpeyes.server.control;

import org.jspecify.annotations.NullMarked;
