package org.sgdlimits.method;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sgdlimits.law.Dynamics;

/** Collects one replica's observables at the save times until it ends or fails. Scratch of one path. */
final class PathRecorder {

    private final Dynamics dynamics;
    private final double[][] observed;
    private final Set<Integer> pictures;
    private final List<Snapshot> snapshots = new ArrayList<>();
    private final double[] times;
    private int completed;

    /** @param times at which the path is saved, in τ */
    PathRecorder(Dynamics dynamics, SaveTimes saves, double[] times) {
        this.dynamics = dynamics;
        this.times = times;
        pictures = saves.pictures(times);
        observed = new double[times.length][dynamics.observables().size()];
    }

    /** Whether a state is finite and of sensible size. */
    static boolean isSound(double[] s) {
        return firstUnsound(s) < 0;
    }

    /** Whether an error signal of this size is finite and sensible. */
    static boolean isSound(double largestSignal) {
        return largestSignal <= Outcome.BLOW_UP;
    }

    private static int firstUnsound(double[] s) {
        for (int i = 0; i < s.length; i++) {
            if (!(Math.abs(s[i]) <= Outcome.BLOW_UP)) {
                return i;
            }
        }
        return -1;
    }

    /** Saves the state's observables as the next time's. */
    void save(double[] s) {
        dynamics.observe(times[completed], s, observed[completed]);
        int time = completed;
        if (pictures.contains(time)) {
            dynamics.particles(s).ifPresent(particles -> snapshots.add(new Snapshot(time, particles)));
        }
        completed++;
    }

    int completed() {
        return completed;
    }

    Path finish(Map<String, Long> counts) {
        return finish(Outcome.completed(), counts);
    }

    Path finish(Outcome outcome, Map<String, Long> counts) {
        return new Path(observed, completed, outcome, List.copyOf(snapshots), counts);
    }

    /** Ends the path at a state that is not sound. */
    Path diverged(double tau, double[] s, Map<String, Long> counts) {
        return diverged(tau, s, 0, counts);
    }

    /** Ends the path at a state that is not sound, or that an error signal of the given size led to. */
    Path diverged(double tau, double[] s, double largestSignal, Map<String, Long> counts) {
        return finish(divergence(dynamics, tau, s, largestSignal), counts);
    }

    /** The outcome of a state that is not sound, or that an error signal of the given size led to. */
    static Outcome divergence(Dynamics dynamics, double tau, double[] s, double largestSignal) {
        int entry = firstUnsound(s);
        return entry < 0
                ? Outcome.diverged(tau, "an error signal", largestSignal)
                : Outcome.diverged(tau, dynamics.components().get(entry), s[entry]);
    }
}
