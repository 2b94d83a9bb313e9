/** Who calls: sessions, cookies and the current user; the rights themselves are decided in access-control. */
@NullMarked
package org.sharpeyes.server.security;

import org.jspecify.annotations.NullMarked;
