package org.sgdlimits.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.sgdlimits.analysis.ExitTimes.OfMethod;
import org.sgdlimits.method.Method;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.model.Horizon.ClockUnit;
import org.sgdlimits.model.Problem;

/**
 * Exit times over what a plan varies, and what follows from them: the slope in log d, the learning rate of the fewest steps, the
 * gain of width.
 *
 * @param plan what was measured
 * @param settings how
 * @param points one entry a value of what was varied, in its order
 */
public record ExitStudy(ExitPlan plan, RunSettings settings, List<ExitTimes> points) {

    public ExitStudy {
        points = List.copyOf(points);
    }

    /**
     * Measures every point of a plan.
     *
     * @throws IllegalArgumentException if the problem does not admit a value, or a method needs more than the model gives
     */
    public static ExitStudy run(
            Problem<?> problem, RunSettings settings, ExitPlan plan, List<? extends Method<?>> methods) {
        List<Problem<?>> problems = new ArrayList<>();
        for (int i = 0; i < plan.points(); i++) {
            problems.add(plan.problem(problem, settings, i));
        }
        List<ExitTimes> points = new ArrayList<>();
        for (int i = 0; i < plan.points(); i++) {
            points.add(ExitTimes.of(problems.get(i), plan.settings(settings, i), plan.threshold(), methods));
        }
        return new ExitStudy(plan, settings, points);
    }

    /** The value of what was varied at each point; empty if nothing was. */
    public double[] values() {
        return plan.values();
    }

    /** The names of the methods, in the order asked for. */
    public List<String> methods() {
        return points.get(0).methods().stream().map(OfMethod::name).toList();
    }

    /** Those that are random beyond their start, which are fitted. */
    public List<String> randomMethods() {
        return methods().stream()
                .filter(name -> !Comparison.DETERMINISTIC.contains(name))
                .toList();
    }

    /** Whether every run ended in an exit or at the horizon. */
    public boolean isSound() {
        return points.stream().allMatch(ExitTimes::isSound);
    }

    /**
     * The mean exit in flow time as a line in log d, weighted with its standard errors, through the dimensions at which all
     * runs exited; empty unless there are three of them and the method is random.
     */
    public Optional<LineFit> slopeInLogDimension(String method) {
        return fitted(method, ExitPlan.Varied.DIMENSION, (dimensions, runs) -> {
            double[] logarithms = Arrays.stream(dimensions).map(Math::log).toArray();
            return LineFit.of(logarithms, means(runs, ClockUnit.FLOW_TIME), errors(runs, ClockUnit.FLOW_TIME));
        });
    }

    /**
     * The learning rate of the fewest steps; empty unless the learning rate was varied, as for {@link #slopeInLogDimension}, or
     * if the steps have no minimum.
     */
    public Optional<RateOptimum> optimalRate(String method) {
        return fitted(
                        method,
                        ExitPlan.Varied.LEARNING_RATE,
                        (rates, runs) ->
                                RateOptimum.fit(rates, means(runs, ClockUnit.STEPS), errors(runs, ClockUnit.STEPS)))
                .flatMap(best -> best);
    }

    /**
     * A number with its standard error.
     *
     * @param value the number
     * @param standardError 0 where it is exact
     */
    public record Ratio(double value, double standardError) {}

    /**
     * Steps of the first width over steps of each, by a method, with errors by the delta method; NaN at a width where some run
     * did not exit; empty unless the width was varied and all runs of the first exited.
     */
    public Optional<List<Ratio>> gains(String method) {
        List<OfMethod> runs =
                points.stream().map(point -> point.method(method).orElseThrow()).toList();
        if (plan.varied() != ExitPlan.Varied.WIDTH || runs.get(0).steps().isLowerBound()) {
            return Optional.empty();
        }
        ExitStatistics first = runs.get(0).steps();
        List<Ratio> ratios = new ArrayList<>();
        ratios.add(new Ratio(1, 0));
        for (OfMethod other : runs.subList(1, runs.size())) {
            ratios.add(other.steps().isLowerBound() ? new Ratio(Double.NaN, Double.NaN) : ratio(first, other.steps()));
        }
        return Optional.of(ratios);
    }

    private static Ratio ratio(ExitStatistics above, ExitStatistics below) {
        double ratio = above.mean() / below.mean();
        double relative = Math.hypot(above.meanError() / above.mean(), below.meanError() / below.mean());
        return new Ratio(ratio, ratio * relative);
    }

    /** Fits through the points at which all of a method's runs exited and differ; the others would bend the fit. */
    private <T> Optional<T> fitted(String method, ExitPlan.Varied varied, BiFunction<double[], List<OfMethod>, T> fit) {
        double[] values = plan.values();
        int[] kept = IntStream.range(0, values.length)
                .filter(i -> isComplete(points.get(i).method(method).orElseThrow()))
                .toArray();
        return plan.varied() != varied || kept.length < 3
                ? Optional.empty()
                : Optional.of(fit.apply(
                        Arrays.stream(kept).mapToDouble(i -> values[i]).toArray(),
                        Arrays.stream(kept)
                                .mapToObj(i -> points.get(i).method(method).orElseThrow())
                                .toList()));
    }

    private static boolean isComplete(OfMethod method) {
        return !method.tau().isLowerBound() && method.tau().meanError() > 0;
    }

    private static double[] means(List<OfMethod> runs, ClockUnit clock) {
        return runs.stream().mapToDouble(each -> each.in(clock).mean()).toArray();
    }

    private static double[] errors(List<OfMethod> runs, ClockUnit clock) {
        return runs.stream().mapToDouble(each -> each.in(clock).meanError()).toArray();
    }
}
