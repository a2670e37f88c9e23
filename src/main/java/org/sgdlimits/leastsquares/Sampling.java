package org.sgdlimits.leastsquares;

import java.util.Optional;

/** How the rows of an update are chosen. */
public enum Sampling {
    /** A fresh uniform set of rows, none twice, for every update; of one row: uniform with replacement. What the theory states. */
    INDEPENDENT,
    /** Rows drawn one by one with replacement: a batch may hold a row twice. */
    WITH_REPLACEMENT,
    /**
     * Without replacement: a fresh order of all rows is walked through; rows that no longer fill a batch are left out, then
     * comes another order. The predictions do not cover it: its noise is smaller.
     */
    RESHUFFLED;

    /** What a prediction leaves out, in words. */
    Optional<String> approximation() {
        return this == RESHUFFLED
                ? Optional.of("rows without replacement over an epoch are predicted as drawn afresh")
                : Optional.empty();
    }

    /** The variance of a batch's sum, over that of its mean square, at the batch fraction ζ: ζ(1 − ζ), or ζ with replacement. */
    double noiseFactor(double fraction) {
        return this == WITH_REPLACEMENT ? fraction : fraction * (1 - fraction);
    }
}
