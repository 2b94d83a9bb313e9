package org.sharpeyes.worker.diagnosis;

/** What can be wrong with a picture that was decoded without error. */
public enum PictureFault {
    BLACK("black"),
    WHITE("white"),
    /** The same picture again and again, without the noise that every living sensor has. */
    FROZEN("frozen"),
    BLUR("blurred"),
    /** Something lies before the lens. */
    COVERED("covered"),
    COLOUR_CAST("colour cast"),
    NOISE("noise"),
    /** Not the view of the reference picture. */
    VIEW_SHIFTED("view shifted");

    private final String words;

    PictureFault(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
