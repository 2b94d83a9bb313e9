/**
 * ONVIF messages, client and device side: no socket, no thread.
 *
 * <p>Each operation is a class that shows one constant {@code OPERATION}; {@link org.sharpeyes.onvif.soap.Operation}
 * writes its requests and answers and reads them again. Start there.
 */
@NullMarked
package org.sharpeyes.onvif;

import org.jspecify.annotations.NullMarked;
