package org.sgdlimits.analysis;

import java.util.Arrays;
import java.util.Objects;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.Threshold;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Schedule;

/**
 * What a study of exit times measures: the threshold, and the one quantity that it varies, if any. Immutable.
 *
 * @param threshold at which a run has exited
 * @param varied what differs from point to point
 * @param values of what is varied; empty if nothing is
 * @param replicas runs at each point: none (those of the settings), one number for all, or one a point
 * @param widthRate the learning rate that goes with a width; read only where the width is varied
 */
@SuppressWarnings("ArrayRecordComponent") // the arrays are copied on the way in and on the way out
public record ExitPlan(Threshold threshold, Varied varied, double[] values, int[] replicas, WidthRate widthRate) {

    /** What a study may vary. */
    public enum Varied {
        /** Nothing: one point, the problem itself. */
        NOTHING,
        /** d. */
        DIMENSION,
        /** γ. */
        LEARNING_RATE,
        /** Δ, of a network. */
        LABEL_NOISE,
        /** p, of a network whose start is random. */
        WIDTH
    }

    /** The learning rate of a network of another width. */
    public enum WidthRate {
        /** The one that leaves the start in the fewest steps ({@link OptimalRate}). */
        OPTIMAL,
        /** γ/p as the problem has it. */
        PROPORTIONAL,
        /** γ as the problem has it. */
        FIXED
    }

    /** @throws IllegalArgumentException if a value cannot be one of what is varied, or the replicas do not match the values */
    public ExitPlan {
        Objects.requireNonNull(threshold, "threshold");
        Objects.requireNonNull(varied, "varied");
        Objects.requireNonNull(widthRate, "widthRate");
        values = values.clone();
        replicas = replicas.clone();
        String key = key(varied);
        if (values.length == 0 != (varied == Varied.NOTHING)) {
            throw new IllegalArgumentException(
                    "exit." + key + ": expected at least one value of what is varied, got " + Arrays.toString(values));
        }
        for (int i = 0; i < values.length; i++) {
            if (!admits(varied, values[i]) || (i > 0 && values[i] <= values[i - 1])) {
                throw new IllegalArgumentException("exit." + key + ": expected " + expected(varied)
                        + " in increasing order, got " + Arrays.toString(values));
            }
        }
        int points = Math.max(1, values.length);
        if ((replicas.length > 1 && replicas.length != points)
                || Arrays.stream(replicas).anyMatch(n -> n < 1)) {
            throw new IllegalArgumentException("exit.replicas: expected whole numbers >= 1, one for all or one for each"
                    + " of the " + points + " points, got " + Arrays.toString(replicas));
        }
    }

    private static boolean admits(Varied varied, double value) {
        return Double.isFinite(value)
                && switch (varied) {
                    case NOTHING -> false;
                    case LEARNING_RATE -> value > 0;
                    case LABEL_NOISE -> value >= 0;
                    case DIMENSION, WIDTH -> value > 0 && value == Math.rint(value);
                };
    }

    private static String expected(Varied varied) {
        return switch (varied) {
            case NOTHING -> "no values";
            case LEARNING_RATE -> "numbers > 0";
            case LABEL_NOISE -> "variances >= 0";
            case DIMENSION, WIDTH -> "whole numbers >= 1";
        };
    }

    /** The exit of the problem as it is. */
    public static ExitPlan of(Threshold threshold) {
        return new ExitPlan(threshold, Varied.NOTHING, new double[0], new int[0], WidthRate.OPTIMAL);
    }

    /** The same threshold in several dimensions. */
    public ExitPlan dimensions(long... dimensions) {
        double[] all = Arrays.stream(dimensions).asDoubleStream().toArray();
        return new ExitPlan(threshold, Varied.DIMENSION, all, replicas, widthRate);
    }

    /** The same threshold at several learning rates. */
    public ExitPlan learningRates(double... rates) {
        return new ExitPlan(threshold, Varied.LEARNING_RATE, rates, replicas, widthRate);
    }

    /** The same threshold for several variances of the label noise. */
    public ExitPlan labelNoises(double... variances) {
        return new ExitPlan(threshold, Varied.LABEL_NOISE, variances, replicas, widthRate);
    }

    /** The same threshold for several widths of the student. */
    public ExitPlan widths(WidthRate rate, int... widths) {
        double[] all = Arrays.stream(widths).asDoubleStream().toArray();
        return new ExitPlan(threshold, Varied.WIDTH, all, replicas, rate);
    }

    /** The same plan with other numbers of runs. */
    public ExitPlan replicas(int... runs) {
        return new ExitPlan(threshold, varied, values, runs, widthRate);
    }

    @Override
    public double[] values() {
        return values.clone();
    }

    @Override
    public int[] replicas() {
        return replicas.clone();
    }

    /** The key of the model file that lists the values. */
    public static String key(Varied varied) {
        return switch (varied) {
            case NOTHING -> "observable";
            case DIMENSION -> "dimensions";
            case LEARNING_RATE -> "learningRates";
            case LABEL_NOISE -> "labelNoises";
            case WIDTH -> "widths";
        };
    }

    /** The number of points. */
    public int points() {
        return Math.max(1, values.length);
    }

    /** The settings of a point: its runs, and a seed of its own, so that the points of a fit are independent. */
    RunSettings settings(RunSettings settings, int point) {
        RunSettings own = settings.withSeed(settings.seed() + point);
        return replicas.length == 0 ? own : own.withReplicas(replicas[Math.min(point, replicas.length - 1)]);
    }

    /**
     * The problem of a point.
     *
     * @throws IllegalArgumentException if the problem does not admit the value
     */
    Problem<?> problem(Problem<?> base, RunSettings settings, int point) {
        try {
            return unchecked(base, settings, point);
        } catch (IllegalArgumentException refused) {
            String message = String.valueOf(refused.getMessage());
            throw message.startsWith("exit.")
                    ? refused
                    : new IllegalArgumentException(
                            "exit." + key(varied) + ": expected values that the problem admits, and at "
                                    + shown(values[point]) + " it says " + message,
                            refused);
        }
    }

    private static String shown(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private Problem<?> unchecked(Problem<?> base, RunSettings settings, int point) {
        return switch (varied) {
            case NOTHING -> base;
            case DIMENSION -> base.dimension((long) values[point]);
            case LEARNING_RATE -> base.rule(base.rule().withLearningRate(Schedule.constant(values[point])));
            case LABEL_NOISE -> with(network(base).labelNoise(values[point]), base);
            case WIDTH -> ofWidth(base, settings, (int) values[point]);
        };
    }

    private Network network(Problem<?> base) {
        if (base.model() instanceof Network network) {
            return network;
        }
        throw new IllegalArgumentException("exit." + key(varied) + ": expected a network, whose "
                + (varied == Varied.WIDTH ? "width" : "label noise") + " can be varied, got "
                + base.model().getClass().getSimpleName());
    }

    private static Problem<Network> with(Network network, Problem<?> base) {
        base.requireOneStage("a scan that varies the network");
        return new Problem<>(network, base.rule(), base.dimension(), base.start(), base.horizon());
    }

    private Problem<?> ofWidth(Problem<?> base, RunSettings settings, int width) {
        Problem<?> wide = with(network(base).width(width), base);
        return switch (widthRate) {
            case FIXED -> wide;
            case PROPORTIONAL -> wide.rule(wide.rule().scaled((double) width / base.width()));
            case OPTIMAL ->
                wide.rule(wide.rule().withLearningRate(Schedule.constant(OptimalRate.of(wide, settings, threshold))));
        };
    }
}
