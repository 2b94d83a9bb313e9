/** Tests of the ledger of scarce things. */
@NullMarked
package org.sharpeyes.gateway.ledger;

import org.jspecify.annotations.NullMarked;
