package org.sgdlimits.method;

import java.util.Map;

/**
 * One replica's path.
 *
 * @param observed observables at the save times, [time][observable]
 * @param completed the number of save times reached
 * @param outcome how it ended
 * @param counts what was counted on the way, by name; summed over replicas
 */
public record Path(double[][] observed, int completed, Outcome outcome, Map<String, Long> counts) {

    /** The observables at the last save time reached. */
    public double[] last() {
        return observed[completed - 1];
    }
}
