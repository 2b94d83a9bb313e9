/** What runs inside a worker process: the only code that touches FFmpeg. Never loaded by the server. */
@NullMarked
package org.sharpeyes.worker.child;

import org.jspecify.annotations.NullMarked;
