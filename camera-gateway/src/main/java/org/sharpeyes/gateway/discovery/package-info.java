/**
 * Finding devices and keeping them in an inbox until a person decides.
 *
 * <p>Start from {@link org.sharpeyes.gateway.discovery.Inbox}.
 */
@NullMarked
package org.sharpeyes.gateway.discovery;

import org.jspecify.annotations.NullMarked;
