package org.sharpeyes.access.request;

/** Hears of each new version of a request, after it was kept; called on the thread that made it, and must hand over. */
public interface RequestListener {
    void changed(AccessRequest request);
}
