/** Tests of storage and delivery on a real PostgreSQL and real sockets. */
@NullMarked
package org.sharpeyes.alarm.postgres;

import org.jspecify.annotations.NullMarked;
