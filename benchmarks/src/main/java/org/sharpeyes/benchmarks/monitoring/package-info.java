/**
 * Probes and alarm rules against cameras with addresses of their own, over real sockets in network namespaces. Start from
 * {@link org.sharpeyes.benchmarks.monitoring.MonitoringCommand}.
 */
@NullMarked
package org.sharpeyes.benchmarks.monitoring;

import org.jspecify.annotations.NullMarked;
