/**
 * What one simulated device knows and answers; no socket, no thread. Start from
 * {@link org.sharpeyes.testkit.device.DeviceState}.
 */
@NullMarked
package org.sharpeyes.testkit.device;

import org.jspecify.annotations.NullMarked;
