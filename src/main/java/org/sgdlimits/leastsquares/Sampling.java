package org.sgdlimits.leastsquares;

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
    RESHUFFLED
}
