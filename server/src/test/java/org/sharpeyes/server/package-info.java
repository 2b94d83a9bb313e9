/** Tests of the whole: arrows, routes, and what a user sees through the front door. */
@NullMarked
package org.sharpeyes.server;

import org.jspecify.annotations.NullMarked;
