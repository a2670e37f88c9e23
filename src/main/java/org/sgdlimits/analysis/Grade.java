package org.sgdlimits.analysis;

/** How well a method agrees with SGD, from best to worst. */
public enum Grade {
    /** No gap is significant, the number of looks taken into account. */
    AGREES("agrees"),
    /** A gap is significant, yet a fraction of one run's spread and of the order that a finite dimension leaves. */
    AGREES_UP_TO_FINITE_SIZE("agrees up to finite size"),
    /** A gap is significant and larger than that. */
    DISAGREES("disagrees");

    private final String label;

    Grade(String label) {
        this.label = label;
    }

    /** The words for people and files. */
    public String label() {
        return label;
    }
}
