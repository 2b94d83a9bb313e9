/** Hardware: devices, the way to reach them, channels and streams. Start from {@link org.sharpeyes.registry.device.DeviceRegistration}. */
@NullMarked
package org.sharpeyes.registry.device;

import org.jspecify.annotations.NullMarked;
