package org.sharpeyes.worker.child;

/** A picture on its way out. */
record Jpeg(byte[] bytes, int width, int height, int sourceWidth, int sourceHeight, boolean damaged) {}
