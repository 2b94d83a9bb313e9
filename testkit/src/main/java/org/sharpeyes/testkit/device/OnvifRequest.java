package org.sharpeyes.testkit.device;

import org.jspecify.annotations.Nullable;

/**
 * One HTTP request to a device.
 *
 * @param target request target as sent
 * @param authorization value of that header
 */
public record OnvifRequest(
        String method, String target, @Nullable String authorization, byte[] body) {}
