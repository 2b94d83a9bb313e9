@NullMarked
package org.sharpeyes.server.database;

import org.jspecify.annotations.NullMarked;
