@NullMarked
package org.sharpeyes.access.account;

import org.jspecify.annotations.NullMarked;
