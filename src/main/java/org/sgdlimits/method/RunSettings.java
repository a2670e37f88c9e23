package org.sgdlimits.method;

import java.util.Objects;
import org.sgdlimits.law.Observing;

/**
 * How a problem is run, apart from what it is.
 *
 * @param points N, saves after the start
 * @param spacing how they are spaced
 * @param replicas runs of a random method
 * @param seed of all random streams
 * @param threads that share the replicas; results do not depend on it
 * @param odeTolerance absolute and relative tolerance of the adaptive integrator
 * @param observing observables beyond the standard ones; statistics of one's own have none
 * @param progress told of finished replicas
 */
public record RunSettings(
        int points,
        SaveTimes.Spacing spacing,
        int replicas,
        long seed,
        int threads,
        double odeTolerance,
        Observing observing,
        Progress progress) {

    /** Told of finished work; called from one thread. */
    @FunctionalInterface
    public interface Progress {
        /** Some of a method's replicas are done. */
        void advance(String method, int done, int total);
    }

    public RunSettings {
        atLeastOne("run.points", points);
        atLeastOne("run.replicas", replicas);
        atLeastOne("threads", threads);
        Objects.requireNonNull(observing, "observing");
        Objects.requireNonNull(spacing, "run.spacing");
        Objects.requireNonNull(progress, "progress");
        if (!(odeTolerance >= 1e-14 && odeTolerance <= 1e-2)) {
            throw new IllegalArgumentException(
                    "run.tolerance: expected a number between 1e-14 and 1e-2, got " + odeTolerance);
        }
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": expected a whole number >= 1, got " + value);
        }
    }

    /** 100 points, 64 replicas, seed 1, all processors, ODE tolerance 1e-10. */
    public static RunSettings defaults() {
        return new RunSettings(
                100,
                SaveTimes.Spacing.LINEAR,
                64,
                1,
                Runtime.getRuntime().availableProcessors(),
                1e-10,
                Observing.standard(),
                (method, done, total) -> {});
    }

    /** The same settings with another number of saves. */
    public RunSettings withPoints(int other) {
        return new RunSettings(other, spacing, replicas, seed, threads, odeTolerance, observing, progress);
    }

    /** The same settings with another spacing of the saves. */
    public RunSettings withSpacing(SaveTimes.Spacing other) {
        return new RunSettings(points, other, replicas, seed, threads, odeTolerance, observing, progress);
    }

    /** The same settings with another number of replicas. */
    public RunSettings withReplicas(int other) {
        return new RunSettings(points, spacing, other, seed, threads, odeTolerance, observing, progress);
    }

    /** The same settings with another seed. */
    public RunSettings withSeed(long other) {
        return new RunSettings(points, spacing, replicas, other, threads, odeTolerance, observing, progress);
    }

    /** The same settings with another number of threads. */
    public RunSettings withThreads(int other) {
        return new RunSettings(points, spacing, replicas, seed, other, odeTolerance, observing, progress);
    }

    /** The same settings with another tolerance of the adaptive integrator. */
    public RunSettings withOdeTolerance(double other) {
        return new RunSettings(points, spacing, replicas, seed, threads, other, observing, progress);
    }

    /** The same settings with these observables besides the standard ones. */
    public RunSettings withObserving(Observing other) {
        return new RunSettings(points, spacing, replicas, seed, threads, odeTolerance, other, progress);
    }

    /** The same settings with another listener. */
    public RunSettings withProgress(Progress other) {
        return new RunSettings(points, spacing, replicas, seed, threads, odeTolerance, observing, other);
    }
}
