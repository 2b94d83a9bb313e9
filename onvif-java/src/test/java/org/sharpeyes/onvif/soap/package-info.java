/** Tests of SOAP and XML under hostile input. */
@NullMarked
package org.sharpeyes.onvif.soap;

import org.jspecify.annotations.NullMarked;
