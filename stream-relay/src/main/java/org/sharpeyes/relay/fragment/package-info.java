/**
 * Pictures for browsers: one fMP4 fragment for each access unit (ISO/IEC 14496-12), made once for all viewers. Start from
 * {@link org.sharpeyes.relay.fragment.FragmentMaker}.
 */
@NullMarked
package org.sharpeyes.relay.fragment;

import org.jspecify.annotations.NullMarked;
