/**
 * Who uses how much of what is scarce: bandwidth of uplinks, output of recorders, sessions of devices. Start from
 * {@link org.sharpeyes.gateway.ledger.Ledger}.
 */
@NullMarked
package org.sharpeyes.gateway.ledger;

import org.jspecify.annotations.NullMarked;
