package org.sgdlimits.model;

/** The loss of a network's output f against the label y. */
public enum Loss {
    /** ½(y − f)². */
    SQUARE,
    /** 1 − y f. */
    CORRELATION
}
