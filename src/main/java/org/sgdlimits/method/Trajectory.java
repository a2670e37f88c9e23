package org.sgdlimits.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdlimits.model.Horizon.ClockUnit;

/**
 * What a method computed: statistics over replicas of every observable at every save time reached.
 *
 * @param method the method's name
 * @param observables their names
 * @param times one entry a save time
 * @param values statistics, [time][observable]
 * @param replicas 1 for a deterministic run
 * @param outcome how it ended; with a failure, the times end before the first replica's failure
 * @param counts what was counted, summed over replicas
 * @param snapshots of the first replica's particles, where the student is wide
 * @param facts numbers and words worth a place in the manifest
 */
public record Trajectory(
        String method,
        List<String> observables,
        List<Instant> times,
        Summary[][] values,
        int replicas,
        Outcome outcome,
        Map<String, Long> counts,
        List<Snapshot> snapshots,
        Map<String, Object> facts) {

    /** Among the counts: how many runs went over into the problem's continuation. */
    public static final String SWITCHED = "switched";

    /** Among the counts: the steps that those made before, summed; of continuous methods to the nearest whole. */
    public static final String STEPS_BEFORE_SWITCH = "stepsBeforeSwitch";

    /**
     * A time in the three clocks.
     *
     * @param step whole for step methods
     */
    public record Instant(double step, double tau, double flowTime) {

        /** The time in one of them. */
        public double in(ClockUnit clock) {
            return switch (clock) {
                case STEPS -> step;
                case TAU -> tau;
                case FLOW_TIME -> flowTime;
            };
        }
    }

    /**
     * Statistics of one observable over replicas.
     *
     * @param standardError of the mean
     */
    public record Summary(
            double mean, double standardDeviation, double standardError, double q05, double q50, double q95) {

        /** A deterministic value. */
        public static Summary exact(double value) {
            return computed(value, 0);
        }

        /** A value without spread over runs, whose computation has an error of its own. */
        static Summary computed(double value, double standardError) {
            return new Summary(value, 0, standardError, value, value, value);
        }
    }

    /** The fact that says what of the problem a method solved approximately where it is exact by default. */
    public static final String APPROXIMATION = "approximation";

    /** What was approximated where the method is exact by default. */
    public Optional<String> approximation() {
        return Optional.ofNullable((String) facts.get(APPROXIMATION));
    }

    /** The place of an observable, or −1. */
    public int indexOf(String observable) {
        return observables.indexOf(observable);
    }

    /** The times in τ. */
    public double[] taus() {
        return times.stream().mapToDouble(Instant::tau).toArray();
    }

    /** The means of one observable over time. */
    public double[] means(String observable) {
        int index = require(observable);
        return Arrays.stream(values).mapToDouble(row -> row[index].mean()).toArray();
    }

    /** The statistics of one observable at the last time reached. */
    public Summary last(String observable) {
        return values[values.length - 1][require(observable)];
    }

    private int require(String observable) {
        int index = indexOf(observable);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "observable: expected one of " + observables + ", got \"" + observable + "\"");
        }
        return index;
    }

    /** The same values of a deterministic method whose computation is random, [time][observable]. */
    public Trajectory withStandardErrors(double[][] errors) {
        Summary[][] computed = new Summary[values.length][];
        for (int t = 0; t < computed.length; t++) {
            computed[t] = new Summary[values[t].length];
            for (int o = 0; o < computed[t].length; o++) {
                computed[t][o] = Summary.computed(values[t][o].mean(), errors[t][o]);
            }
        }
        return new Trajectory(method, observables, times, computed, replicas, outcome, counts, snapshots, facts);
    }

    /** The rows at the given times in τ; times not reached are left out. */
    public Trajectory at(double[] taus) {
        int[] rows =
                Arrays.stream(taus).mapToInt(this::row).filter(row -> row >= 0).toArray();
        List<Snapshot> kept = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            for (Snapshot snapshot : snapshots) {
                if (snapshot.time() == rows[i]) {
                    kept.add(new Snapshot(i, snapshot.particles()));
                }
            }
        }
        return new Trajectory(
                method,
                observables,
                Arrays.stream(rows).mapToObj(times::get).toList(),
                Arrays.stream(rows).mapToObj(row -> values[row]).toArray(Summary[][]::new),
                replicas,
                outcome,
                counts,
                List.copyOf(kept),
                facts);
    }

    private int row(double tau) {
        for (int i = 0; i < times.size(); i++) {
            if (times.get(i).tau() == tau) {
                return i;
            }
        }
        return -1;
    }
}
