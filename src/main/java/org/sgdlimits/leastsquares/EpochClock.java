package org.sgdlimits.leastsquares;

import java.util.Arrays;
import java.util.List;
import org.sgdlimits.method.Outcome;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.SaveTimes;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.model.Schedule;

/**
 * The clocks of a data problem: updates k, epochs t = k|B|/n, and flow time ∫₀ᵗ γ; in a trajectory t is called τ.
 *
 * @param samples n
 * @param batch |B|
 * @param learningRate γ(t)
 */
record EpochClock(int samples, int batch, Schedule learningRate) {

    static EpochClock of(LeastSquaresProblem problem) {
        return new EpochClock(
                problem.data().design().rows(),
                problem.rule().batch(),
                problem.rule().learningRate());
    }

    /** A run whose loss blew up. */
    static Outcome diverged(double epochs, String component, double value) {
        return new Outcome(
                Outcome.Kind.DIVERGED,
                component + " reached " + value + " at epoch " + epochs + "; a smaller learning rate keeps it finite");
    }

    double epochs(long steps) {
        return (double) steps * batch / samples;
    }

    long nearestStep(double epochs) {
        return Math.round(epochs * samples / batch);
    }

    /** The times asked for, in epochs. */
    double[] grid(LeastSquaresProblem problem, RunSettings settings) {
        return Arrays.stream(SaveTimes.grid(problem.epochs(), epochs(1), settings.points(), settings.spacing()))
                .distinct()
                .toArray();
    }

    /** The whole updates nearest to the times asked for. */
    long[] steps(double[] grid) {
        return Arrays.stream(grid).mapToLong(this::nearestStep).distinct().toArray();
    }

    /** The times asked for and those of the nearest whole updates together: where continuous methods are evaluated. */
    double[] allTimes(double[] grid) {
        return SaveTimes.allTimes(
                grid, Arrays.stream(steps(grid)).mapToDouble(this::epochs).toArray());
    }

    List<Trajectory.Instant> instants(double[] epochs) {
        return Arrays.stream(epochs).mapToObj(this::instant).toList();
    }

    List<Trajectory.Instant> instants(long[] steps) {
        return Arrays.stream(steps).mapToObj(step -> instant(epochs(step))).toList();
    }

    private Trajectory.Instant instant(double epochs) {
        long nearest = nearestStep(epochs);
        double steps = epochs(nearest) == epochs ? nearest : epochs * samples / batch;
        return new Trajectory.Instant(steps, epochs, learningRate.integral(epochs));
    }
}
