package org.sgdlimits.method;

import java.util.List;
import java.util.Map;

/**
 * One replica's path.
 *
 * @param observed observables at the save times, [time][observable]
 * @param completed the number of save times reached
 * @param outcome how it ended
 * @param snapshots of a wide student's particles, at a few of the save times
 * @param counts what was counted on the way, by name; summed over replicas
 */
public record Path(
        double[][] observed, int completed, Outcome outcome, List<Snapshot> snapshots, Map<String, Long> counts) {

    /** The observables at the last save time reached. */
    public double[] last() {
        return observed[completed - 1];
    }
}
