@NullMarked
package org.sharpeyes.server.security;

import org.jspecify.annotations.NullMarked;
