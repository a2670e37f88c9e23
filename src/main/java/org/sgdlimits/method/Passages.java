package org.sgdlimits.method;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdlimits.model.Horizon.ClockUnit;

/**
 * The first passages of a method's runs through a {@link Threshold}.
 *
 * @param method the method's name
 * @param runs one entry a run, in the order of the replicas
 * @param facts numbers and words worth a place in the manifest
 */
public record Passages(String method, List<Passage> runs, Map<String, Object> facts) {

    public Passages {
        runs = List.copyOf(runs);
    }

    /** What is approximate about the runs, where something is. */
    public Optional<String> approximation() {
        return Optional.ofNullable(facts.get(Trajectory.APPROXIMATION)).map(String::valueOf);
    }

    /** How many reached the threshold. */
    public int exited() {
        return count(Passage.Kind.EXITED);
    }

    /** The runs that broke off. */
    public List<Passage> failures() {
        return runs.stream().filter(run -> run.kind() == Passage.Kind.FAILED).toList();
    }

    /** How many of a kind. */
    public int count(Passage.Kind kind) {
        return (int) runs.stream().filter(run -> run.kind() == kind).count();
    }

    /** Each run's time in a clock, of its exit or of its end without one. */
    public double[] times(ClockUnit clock) {
        return runs.stream().mapToDouble(run -> run.at().in(clock)).toArray();
    }

    /** Whether each run reached the threshold. */
    public boolean[] exits() {
        boolean[] exits = new boolean[runs.size()];
        for (int i = 0; i < exits.length; i++) {
            exits[i] = runs.get(i).exited();
        }
        return exits;
    }
}
