package org.sgdlimits.method;

import java.util.Map;

/** A run that advances by whole SGD steps. Mutable; one thread's. */
interface StepRun {

    /** Moves by step number {@code index}, from 0. */
    void step(long index);

    /** The largest error signal of the last step in size, NaN if one was undefined; 0 where there is none. */
    double largestSignal();

    /** What was counted on the way. */
    default Map<String, Long> counts() {
        return Map.of();
    }

    /** Writes the present state. */
    void state(double[] s);

    /** Writes the present state and leaves the run as it is to the bit. */
    default void peek(double[] s) {
        state(s);
    }
}
