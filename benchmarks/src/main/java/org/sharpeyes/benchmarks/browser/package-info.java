/**
 * How long a picture takes from the server to the screen of a browser: {@link
 * org.sharpeyes.benchmarks.browser.BrowserCommand} drives a real one.
 */
@NullMarked
package org.sharpeyes.benchmarks.browser;

import org.jspecify.annotations.NullMarked;
