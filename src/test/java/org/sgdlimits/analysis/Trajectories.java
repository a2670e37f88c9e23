package org.sgdlimits.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sgdlimits.method.Outcome;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.method.Trajectory.Instant;
import org.sgdlimits.method.Trajectory.Summary;

/** Trajectories made by hand, at τ = 0, 1, 2, … */
final class Trajectories {

    static final List<String> OBSERVABLES = List.of("risk", "M[1,1]");

    private Trajectories() {}

    /** A deterministic one; a row of means a time. */
    static Trajectory exact(String method, double[]... means) {
        return of(method, 1, 0, means);
    }

    /** Of {@code replicas} runs, each mean with the same standard deviation of one run. */
    static Trajectory of(String method, int replicas, double deviation, double[]... means) {
        List<Instant> times = new ArrayList<>();
        Summary[][] values = new Summary[means.length][OBSERVABLES.size()];
        for (int t = 0; t < means.length; t++) {
            times.add(new Instant(100 * t, t, t));
            for (int o = 0; o < values[t].length; o++) {
                double mean = means[t][o];
                values[t][o] = new Summary(
                        mean, deviation, deviation / Math.sqrt(replicas), mean - deviation, mean, mean + deviation);
            }
        }
        return new Trajectory(
                method, OBSERVABLES, times, values, replicas, Outcome.completed(), Map.of(), List.of(), Map.of());
    }
}
