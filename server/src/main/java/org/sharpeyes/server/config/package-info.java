/** Settings of the server: the command line, the data folder and the binding of every module's settings record. */
@NullMarked
package org.sharpeyes.server.config;

import org.jspecify.annotations.NullMarked;
