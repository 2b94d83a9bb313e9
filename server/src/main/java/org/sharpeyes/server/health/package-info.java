/**
 * Health of many cameras: figures, the technician's list, actions on many at once, clocks. Start from
 * {@link org.sharpeyes.server.health.HealthConfiguration}.
 */
@NullMarked
package org.sharpeyes.server.health;

import org.jspecify.annotations.NullMarked;
