package org.sgdlimits.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sgdlimits.analysis.ExitTimes.OfMethod;
import org.sgdlimits.method.Threshold;
import org.sgdlimits.model.DimensionScaling;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;

/**
 * One method's exits over one axis of a sweep, all others fixed, with the laws fitted to them.
 *
 * @param method its name
 * @param fixed the values of the other axes, by key
 * @param x the axis' values
 * @param effort median or mean; NaN where it is not defined: too few runs have passed
 * @param error its standard error; of a median from the bootstrap interval
 * @param passed the share of runs that have passed
 * @param power T = C x^θ, where at least two efforts are defined
 * @param corrected the same with the finite-size correction of the search: where the noise vanishes and the start is known, along
 *     the path of the drift; else with the leading correction fitted, where there are points enough
 * @param theory of the search, where one applies
 * @param predicted θ by it, where it predicts one
 */
@SuppressWarnings("ArrayRecordComponent") // made here and read by figures and tables
public record ScalingSeries(
        String method,
        Map<String, String> fixed,
        double[] x,
        double[] effort,
        double[] error,
        double[] passed,
        Optional<ScalingFit> power,
        Optional<ScalingFit> corrected,
        Optional<SearchTheory> theory,
        OptionalDouble predicted) {

    private static final List<String> PASSING_OF_OVERLAP = List.of("|M|", "M[1,1]");

    /** A time of whole steps is uncertain by the deviation of a uniform number within one. */
    private static final double ROUNDING_OF_STEPS = 1 / Math.sqrt(12);

    private static final double QUANTILE = 1.959963984540054;

    /** Fits one series; its points are in the order of the axis. */
    static ScalingSeries of(SweepPlan plan, String method, Map<String, String> fixed, List<SweepPoint> points) {
        SweepPlan.Scaling law = plan.scaling().orElseThrow();
        double[] x = new double[points.size()];
        double[] effort = new double[x.length];
        double[] error = new double[x.length];
        double[] passed = new double[x.length];
        List<Integer> defined = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            SweepPoint point = points.get(i);
            OfMethod exits = point.exits().method(method).orElseThrow();
            ExitStatistics times = law.effort().statistics(exits);
            double unit = law.effort().unit(point.exits().problem());
            x[i] = Double.parseDouble(point.labels().get(plan.index(law.over())));
            passed[i] = (double) times.exited() / times.runs();
            effort[i] = unit * value(plan.statistic(), times);
            error[i] = exits.isSingle()
                    ? 0
                    : unit * Math.hypot(standardError(plan.statistic(), times), rounding(law.effort(), exits, point));
            if (effort[i] > 0) {
                defined.add(i);
            }
        }
        double[] fitX = pick(x, defined);
        double[] fitY = pick(effort, defined);
        double[] relative = pick(error, defined);
        for (int i = 0; i < relative.length; i++) {
            relative[i] /= fitY[i];
        }
        Optional<ScalingFit> power =
                fitX.length < 2 ? Optional.empty() : Optional.of(ScalingFit.power(fitX, fitY, relative));
        boolean overDimension = law.over().equals(SweepAxis.DIMENSION);
        Optional<SearchTheory> theory =
                overDimension ? SearchTheory.of(points.get(0).exits().problem()) : Optional.empty();
        return new ScalingSeries(
                method,
                fixed,
                x,
                effort,
                error,
                passed,
                power,
                power.flatMap(plain -> theory.flatMap(known -> corrected(known, points.get(0), fitX, fitY, relative))),
                theory,
                theory.map(known -> predicted(known, law.effort(), points.get(0)))
                        .orElse(OptionalDouble.empty()));
    }

    private static Optional<ScalingFit> corrected(
            SearchTheory theory, SweepPoint point, double[] x, double[] y, double[] relative) {
        Problem<?> problem = point.exits().problem();
        Threshold threshold = point.exits().threshold();
        DimensionScaling scaling = problem.rule().scaling();
        boolean single = problem.start() instanceof Start.Weak weak
                && weak.scale().length == 1
                && weak.scale()[0].length == 1
                && weak.scale()[0][0] > 0;
        boolean known = threshold.kind() == Threshold.Kind.ABOVE
                && threshold.value() < 1
                && PASSING_OF_OVERLAP.contains(threshold.observable());
        if (!single || !known || !theory.isPure(problem) || !theory.isDriven(scaling.mu(), scaling.delta())) {
            return ScalingFit.corrected(x, y, relative, theory.informationExponent());
        }
        double start = ((Start.Weak) problem.start()).scale()[0][0];
        return Optional.of(ScalingFit.along(
                x,
                y,
                relative,
                dimension -> theory.path(start / Math.sqrt(dimension), threshold.value()),
                theory.excessOverRate(),
                "along the drift"));
    }

    private static OptionalDouble predicted(SearchTheory theory, Effort effort, SweepPoint point) {
        DimensionScaling scaling = point.exits().problem().rule().scaling();
        OptionalDouble steps = theory.stepsExponent(scaling.mu(), scaling.delta());
        return steps.isEmpty()
                ? steps
                : OptionalDouble.of(effort.exponent(steps.getAsDouble(), scaling.mu(), scaling.delta()));
    }

    private static double value(SweepPlan.Statistic statistic, ExitStatistics times) {
        return switch (statistic) {
            case MEDIAN -> times.median().orElse(Double.NaN);
            case MEAN -> times.isLowerBound() ? Double.NaN : times.mean();
        };
    }

    private static double standardError(SweepPlan.Statistic statistic, ExitStatistics times) {
        if (statistic == SweepPlan.Statistic.MEAN) {
            return times.meanError();
        }
        double median = times.median().orElse(Double.NaN);
        double low = times.medianLow().orElse(median);
        double high = times.medianHigh().orElse(2 * median - low);
        return (high - low) / (2 * QUANTILE);
    }

    private static double rounding(Effort effort, OfMethod exits, SweepPoint point) {
        return ROUNDING_OF_STEPS
                * switch (effort) {
                    case STEPS, SAMPLES -> 1;
                    case TAU -> 1.0 / point.exits().problem().dimension();
                    case FLOW_TIME ->
                        exits.steps().mean() > 0
                                ? exits.flowTime().mean() / exits.steps().mean()
                                : 0;
                };
    }

    private static double[] pick(double[] values, List<Integer> places) {
        return places.stream().mapToDouble(i -> values[i]).toArray();
    }

    /** Whether the effort is defined at the largest x: the target is still found there. */
    public boolean isFound() {
        return effort[effort.length - 1] >= 0;
    }

    /** The fit that speaks of θ: with the correction where that was fitted. */
    public Optional<ScalingFit> best() {
        return corrected.or(() -> power);
    }
}
