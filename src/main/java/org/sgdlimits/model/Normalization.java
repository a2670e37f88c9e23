package org.sgdlimits.model;

/** The factor in front of a two-layer network's sum over its width. */
public enum Normalization {
    /** 1/width. */
    MEAN,
    /** 1/√width. */
    SQRT,
    /** 1. */
    SUM;

    /** The factor for a layer of the given width. */
    public double factor(int width) {
        return switch (this) {
            case MEAN -> 1.0 / width;
            case SQRT -> 1.0 / Math.sqrt(width);
            case SUM -> 1.0;
        };
    }
}
