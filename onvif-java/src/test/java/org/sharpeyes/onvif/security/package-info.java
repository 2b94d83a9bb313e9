/** Tests of the UsernameToken, both sides. */
@NullMarked
package org.sharpeyes.onvif.security;

import org.jspecify.annotations.NullMarked;
