@NullMarked
package org.sharpeyes.server.config;

import org.jspecify.annotations.NullMarked;
