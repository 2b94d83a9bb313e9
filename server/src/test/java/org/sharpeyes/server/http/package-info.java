@NullMarked
package org.sharpeyes.server.http;

import org.jspecify.annotations.NullMarked;
