@NullMarked
package org.sharpeyes.gateway.registration;

import org.jspecify.annotations.NullMarked;
