/**
 * Cameras, points, areas, dependencies and imports over HTTP, each behind the decision point. Publishes the
 * {@link org.sharpeyes.registry.postgres.Registry}; whoever knows the state of cameras provides
 * {@link org.sharpeyes.server.registry.CameraConditions}.
 */
@NullMarked
package org.sharpeyes.server.registry;

import org.jspecify.annotations.NullMarked;
