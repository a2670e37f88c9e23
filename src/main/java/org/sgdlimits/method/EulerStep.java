package org.sgdlimits.method;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import org.sgdlimits.law.UndefinedRateException;
import org.sgdlimits.model.Problem;

/**
 * The step of an Euler scheme, from the ODE that it should follow.
 *
 * <p>Halves the step until Euler's method stays within {@link #TOLERANCE} of the adaptive solution, entry by entry relative to
 * the entry's range (at least 10⁻³ in size), at every save time, or, for a passage, meets the threshold in time; stops at one SGD step, below which the SDE describes nothing.
 *
 * @param step the largest step, in τ
 * @param bias the largest deviation from the ODE relative to an entry's range; NaN of a step that was given
 */
record EulerStep(double step, double bias) {

    private static final double TOLERANCE = 1e-3;
    /** Relative to the time of a passage: an eighth of the standard error of a thousand runs that spread like their mean. */
    private static final double PASSAGE_TOLERANCE = 2.5e-3;

    private static final double SMALLEST_RANGE = 1e-3;
    private static final int FIRST_PARTS = 100;

    /**
     * The step that a caller gives, of no known bias.
     *
     * @throws IllegalArgumentException if it is not a number &gt; 0
     */
    static double given(String method, double step) {
        if (!(step > 0) || Double.isInfinite(step)) {
            throw new IllegalArgumentException(method + " step: expected a number > 0 in tau, got " + step);
        }
        return step;
    }

    /** The given step, or else the chosen one; 0 is none given. */
    static EulerStep of(double given, Supplier<EulerStep> chooser) {
        return given == 0 ? chooser.get() : new EulerStep(given, Double.NaN);
    }

    /** What there is to tell of a run by this step. */
    Map<String, Object> facts(String scheme) {
        Map<String, Object> facts = new LinkedHashMap<>();
        if (!Double.isNaN(bias)) {
            facts.put("eulerBias", bias);
        }
        facts.put("scheme", scheme);
        facts.put("largestStepTau", step);
        return facts;
    }

    static EulerStep choose(Replicas replicas, Problem<?> problem, double[] times, double odeTolerance) {
        Stages<?> stages = replicas.stages(0);
        double[][] exact = new double[times.length][];
        int[] reached = {0};
        new AdaptiveIntegration(stages, Math.max(odeTolerance, 1e-8), Ode.MAX_EVALUATIONS)
                .run(times, (tau, s) -> exact[reached[0]++] = s.clone());
        double[] range = ranges(exact, reached[0]);
        double smallest = 1.0 / problem.dimension();
        double step = Math.max(times[times.length - 1] / FIRST_PARTS, smallest);
        return halve(step, smallest, TOLERANCE, h -> {
            try {
                return deviation(stages, times, exact, reached[0], range, h);
            } catch (UndefinedRateException tooLong) {
                return Double.POSITIVE_INFINITY;
            }
        });
    }

    /** The first of step, step/2, … whose bias is within the tolerance; the smallest if none is. */
    private static EulerStep halve(double step, double smallest, double tolerance, DoubleUnaryOperator biasOf) {
        double bias = biasOf.applyAsDouble(step);
        return bias <= tolerance || step <= smallest
                ? new EulerStep(step, bias)
                : halve(Math.max(0.5 * step, smallest), smallest, tolerance, biasOf);
    }

    /**
     * Halves the step until Euler's method meets the threshold within {@link #PASSAGE_TOLERANCE} of the ODE's time; where the
     * ODE does not meet it, as {@link #choose}.
     */
    static EulerStep chooseForPassage(
            Replicas replicas, Problem<?> problem, RunSettings settings, Clock clock, double end, Threshold threshold) {
        Stages<?> stages = replicas.stages(0);
        double tolerance = Math.max(replicas.tolerance(settings), 1e-8);
        Passage exact = Ode.passage(stages, clock, end, end / settings.points(), tolerance, threshold);
        if (!exact.exited() || exact.at().tau() == 0) {
            double[] times =
                    SaveTimes.of(problem, settings.points(), settings.spacing()).grid();
            return choose(replicas, problem, times, tolerance);
        }
        double smallest = 1.0 / problem.dimension();
        double step = Math.max(exact.at().tau() / FIRST_PARTS, smallest);
        double time = exact.at().tau();
        return halve(step, smallest, PASSAGE_TOLERANCE, h -> {
            try {
                return Math.abs(passageOfEuler(stages, threshold, h, 2 * time) / time - 1);
            } catch (UndefinedRateException tooLong) {
                return Double.POSITIVE_INFINITY;
            }
        });
    }

    /** When Euler's method meets the threshold, interpolated within its step; the latest time if it does not. */
    private static double passageOfEuler(Stages<?> stages, Threshold threshold, double h, double latest) {
        double[] s = new double[stages.observer().components().size()];
        double[] drift = new double[s.length];
        stages.start(s);
        ThresholdWatch watch = new ThresholdWatch(stages.observer(), threshold);
        double before = watch.start(s);
        if (before <= 0) {
            return 0;
        }
        for (double tau = 0; tau < latest; tau += h) {
            stages.advance(tau, s);
            stages.dynamics().drift(tau, s, drift);
            for (int i = 0; i < s.length; i++) {
                s[i] += h * drift[i];
            }
            double after = watch.distance(tau + h, s);
            if (after <= 0) {
                return tau + h * before / (before - after);
            }
            before = after;
        }
        return latest;
    }

    /** The number of equal parts, none longer than {@code largest}, of an interval. */
    static int parts(double interval, double largest) {
        return (int) Math.max(1, Math.ceil(interval / largest * (1 - 1e-12)));
    }

    private static double[] ranges(double[][] states, int count) {
        double[] range = new double[states[0].length];
        for (int i = 0; i < range.length; i++) {
            double low = states[0][i];
            double high = low;
            for (int t = 1; t < count; t++) {
                low = Math.min(low, states[t][i]);
                high = Math.max(high, states[t][i]);
            }
            range[i] = Math.max(high - low, SMALLEST_RANGE);
        }
        return range;
    }

    private static double deviation(
            Stages<?> stages, double[] times, double[][] exact, int count, double[] range, double step) {
        double[] s = new double[exact[0].length];
        stages.start(s);
        double[] drift = new double[s.length];
        double worst = 0;
        for (int t = 1; t < count; t++) {
            int parts = parts(times[t] - times[t - 1], step);
            double h = (times[t] - times[t - 1]) / parts;
            for (int part = 0; part < parts; part++) {
                double tau = times[t - 1] + part * h;
                stages.advance(tau, s);
                stages.dynamics().drift(tau, s, drift);
                for (int i = 0; i < s.length; i++) {
                    s[i] += h * drift[i];
                }
            }
            for (int i = 0; i < s.length; i++) {
                double deviation = Math.abs(s[i] - exact[t][i]) / range[i];
                worst = Double.isNaN(deviation) ? Double.POSITIVE_INFINITY : Math.max(worst, deviation);
            }
        }
        return worst;
    }
}
