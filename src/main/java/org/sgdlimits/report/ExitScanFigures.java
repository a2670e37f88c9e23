package org.sgdlimits.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.sgdlimits.analysis.EscapeFormula;
import org.sgdlimits.analysis.EscapeFormula.Estimate;
import org.sgdlimits.analysis.EscapeRate;
import org.sgdlimits.analysis.ExitPlan.Varied;
import org.sgdlimits.analysis.ExitPlan.WidthRate;
import org.sgdlimits.analysis.ExitStatistics;
import org.sgdlimits.analysis.ExitStudy;
import org.sgdlimits.analysis.ExitStudy.Ratio;
import org.sgdlimits.analysis.ExitTimes;
import org.sgdlimits.analysis.ExitTimes.OfMethod;
import org.sgdlimits.method.Passage;
import org.sgdlimits.model.Horizon.ClockUnit;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Schedule;

/** The figures of a scan: mean exits against what was varied, by every method, by formula and by fit; the gain of width. */
final class ExitScanFigures {

    /** Points of a curve that is known everywhere. */
    private static final int CURVE = 81;

    /** Standard errors in half a 95 % interval of a normal estimate. */
    static final double HALF_INTERVAL = 1.959964;

    private static final String MEANS = "Mean exits with 95 % intervals where a method is random; ";

    private final ExitStudy study;
    private final double[] values;

    private ExitScanFigures(ExitStudy study) {
        this.study = study;
        values = study.values();
    }

    /** The figures of a study; none if it varies nothing. */
    static List<Figure> of(ExitStudy study) {
        ExitScanFigures scan = new ExitScanFigures(study);
        return switch (study.plan().varied()) {
            case NOTHING -> List.of();
            case DIMENSION -> List.of(scan.dimension());
            case LEARNING_RATE -> List.of(scan.rate());
            case LABEL_NOISE -> List.of(scan.labelNoise());
            case WIDTH -> List.of(scan.width(), scan.gain());
        };
    }

    /** The letter of what is varied. */
    static String symbol(Varied varied) {
        return switch (varied) {
            case NOTHING -> "";
            case DIMENSION -> "d";
            case LEARNING_RATE -> "γ";
            case LABEL_NOISE -> "Δ";
            case WIDTH -> "p";
        };
    }

    private Figure dimension() {
        List<Series> series = new ArrayList<>(methods(ClockUnit.FLOW_TIME));
        for (String method : study.randomMethods()) {
            study.slopeInLogDimension(method)
                    .ifPresent(line -> series.add(curve(method, values, d -> line.at(Math.log(d)))));
        }
        series.addAll(formulas(ClockUnit.FLOW_TIME));
        return new Figure(
                "exit-dimension",
                "Exit time against the dimension",
                MEANS + "dashed through points: the weighted fit of a line in log d.",
                Axis.log("dimension d"),
                Axis.linear("mean exit, flow time t"),
                series);
    }

    private Figure rate() {
        List<Series> series = new ArrayList<>(methods(ClockUnit.STEPS));
        double[] grid = grid();
        for (String method : study.randomMethods()) {
            study.optimalRate(method).ifPresent(best -> {
                series.add(curve(method, grid, best::steps));
                series.add(new Series.Line(
                        label(method),
                        MethodStyle.colour(method),
                        Stroke.DOTTED,
                        new double[] {best.rate(), best.rate()},
                        new double[] {0, best.steps()}));
            });
        }
        Problem<?> problem = study.points().get(0).problem();
        if (problem.width() == 1) {
            // one neuron's formulas are closed, so they are drawn as curves
            for (Estimate estimate : study.points().get(0).formulas()) {
                series.add(formula(estimate.name(), grid, gamma -> steps(at(problem, gamma), estimate.name())));
            }
        } else {
            series.addAll(formulas(ClockUnit.STEPS));
        }
        Figure figure = new Figure(
                "exit-rate",
                "Steps against the learning rate",
                MEANS + "dashed through points: the fit of C/(γ(1 − γ/(2γ*))), dotted down to its optimum γ*.",
                Axis.linear("learning rate γ"),
                Axis.linear("mean exit, SGD steps").from(0),
                series);
        return study.points()
                .get(0)
                .formula()
                .map(EscapeFormula::rate)
                .map(rate -> figure.with(
                        ReferenceLine.vertical(rate.optimal(), "optimum by formula, " + Format.number(rate.optimal()))))
                .orElse(figure);
    }

    private Figure labelNoise() {
        List<Series> series = new ArrayList<>(methods(ClockUnit.STEPS));
        series.addAll(formulas(ClockUnit.STEPS));
        String label = "variance Δ of the label noise";
        return new Figure(
                "exit-label-noise",
                "Steps against the label noise",
                MEANS + "lines without points: deterministic methods.",
                values[0] == 0 ? Axis.linear(label) : Axis.log(label),
                Axis.linear("mean exit, SGD steps").from(0),
                series);
    }

    private Optional<EscapeFormula> at(Problem<?> problem, double gamma) {
        return ExitTimes.formula(
                problem.rule(problem.rule().withLearningRate(Schedule.constant(gamma))),
                study.plan().threshold());
    }

    private double steps(Optional<EscapeFormula> formula, String name) {
        EscapeFormula known = formula.orElseThrow();
        return known.estimates(study.settings().seed()).stream()
                .filter(estimate -> estimate.name().equals(name))
                .mapToDouble(estimate -> known.steps(estimate.flowTime()))
                .findFirst()
                .orElseThrow();
    }

    private Figure width() {
        List<Series> series = new ArrayList<>(methods(ClockUnit.STEPS));
        series.addAll(formulas(ClockUnit.STEPS));
        return new Figure(
                "exit-width",
                "Steps against the width",
                MEANS
                        + switch (study.plan().widthRate()) {
                            case OPTIMAL -> "each width at its own optimal learning rate.";
                            case PROPORTIONAL -> "learning rate proportional to the width.";
                            case FIXED -> "the same learning rate at every width.";
                        },
                Axis.log("width p of the student"),
                Axis.log("mean exit, SGD steps"),
                series);
    }

    private Figure gain() {
        List<Series> series = new ArrayList<>();
        for (String method : study.methods()) {
            study.gains(method)
                    .ifPresent(gains -> series.add(Series.Points.withErrors(
                            label(method),
                            MethodStyle.colour(method),
                            values,
                            gains.stream().mapToDouble(Ratio::value).toArray(),
                            gains.stream()
                                    .mapToDouble(gain -> HALF_INTERVAL * gain.standardError())
                                    .toArray())));
        }
        for (Series each : formulas(ClockUnit.STEPS)) {
            double[] steps = ((Series.Line) each).y();
            series.add(line(
                    each.name(),
                    each.colour(),
                    Stroke.DASH_DOTTED,
                    Arrays.stream(steps).map(step -> steps[0] / step).toArray()));
        }
        Figure figure = new Figure(
                "exit-gain",
                "Gain of width",
                "Steps at p = " + Format.number(values[0]) + " over steps at p, with 95 % intervals, and by formula.",
                Axis.log("width p of the student"),
                Axis.linear("gain in steps").from(0),
                series);
        boolean limit = study.plan().widthRate() == WidthRate.OPTIMAL && values[0] == 1;
        return study.points()
                .get(0)
                .formula()
                .filter(formula -> limit)
                .map(EscapeFormula::rate)
                .map(EscapeRate::limitingGain)
                .map(gain -> figure.with(ReferenceLine.horizontal(gain, "(12 + Δ)/(2 + Δ) = " + Format.number(gain))))
                .orElse(figure);
    }

    /** Each method's means, a line where it is deterministic, and the ODE from the typical start. */
    private List<Series> methods(ClockUnit clock) {
        List<Series> series = new ArrayList<>();
        for (String method : study.methods()) {
            List<OfMethod> runs = study.points().stream()
                    .map(point -> point.method(method).orElseThrow())
                    .toList();
            Colour colour = MethodStyle.colour(method);
            if (runs.stream().allMatch(OfMethod::isSingle)) {
                series.add(line(method, colour, MethodStyle.stroke(method), exits(runs, clock)));
            } else {
                series.add(new Series.Points(
                        label(method),
                        colour,
                        values,
                        column(runs, clock, ExitStatistics::mean),
                        column(runs, clock, ExitStatistics::meanLow),
                        column(runs, clock, ExitStatistics::meanHigh)));
            }
        }
        if (study.points().stream().allMatch(point -> point.typical().isPresent())) {
            double[] typical = study.points().stream()
                    .map(point -> point.typical().orElseThrow())
                    .mapToDouble(passage -> exit(passage, clock))
                    .toArray();
            series.add(line(ExitFigures.TYPICAL, MethodStyle.colour("ode"), Stroke.DOTTED, typical));
        }
        return series;
    }

    private static double[] exits(List<OfMethod> runs, ClockUnit clock) {
        return runs.stream()
                .mapToDouble(each -> exit(each.passages().runs().get(0), clock))
                .toArray();
    }

    /** A gap where a deterministic run did not exit. */
    private static double exit(Passage passage, ClockUnit clock) {
        return passage.exited() ? passage.at().in(clock) : Double.NaN;
    }

    private static double[] column(List<OfMethod> runs, ClockUnit clock, ToDoubleFunction<ExitStatistics> statistic) {
        return runs.stream()
                .mapToDouble(each -> statistic.applyAsDouble(each.in(clock)))
                .toArray();
    }

    /** Lines through the formulas' values at the points; they go over the same points in the same order. */
    private List<Series> formulas(ClockUnit clock) {
        List<Series> series = new ArrayList<>();
        int count = study.points().stream()
                .mapToInt(point -> point.formulas().size())
                .min()
                .orElse(0);
        for (int f = 0; f < count; f++) {
            int index = f;
            double[] times = study.points().stream()
                    .mapToDouble(point -> {
                        double time = point.formulas().get(index).flowTime();
                        return clock == ClockUnit.STEPS
                                ? point.formula().orElseThrow().steps(time)
                                : time;
                    })
                    .toArray();
            String name = study.points().get(0).formulas().get(f).name();
            series.add(line(name, ExitFigures.colour(name), Stroke.DASH_DOTTED, times));
        }
        return series;
    }

    private static Series formula(String name, double[] x, DoubleUnaryOperator value) {
        return new Series.Line(
                name,
                ExitFigures.colour(name),
                Stroke.DASH_DOTTED,
                x,
                Arrays.stream(x).map(value).toArray());
    }

    private Series line(String name, Colour colour, Stroke stroke, double[] y) {
        return new Series.Line(name, colour, stroke, values, y);
    }

    /** A fit shares its method's colour and place in the legend. */
    private Series curve(String method, double[] x, DoubleUnaryOperator value) {
        return new Series.Line(
                label(method),
                MethodStyle.colour(method),
                Stroke.DASHED,
                x,
                Arrays.stream(x).map(value).toArray());
    }

    private double[] grid() {
        double low = values[0];
        double high = values[values.length - 1];
        return IntStream.range(0, CURVE)
                .mapToDouble(i -> low + (high - low) * i / (CURVE - 1))
                .toArray();
    }

    /** Methods have as many runs in a legend as at every point, or no number if that differs. */
    private String label(String method) {
        int[] runs = study.points().stream()
                .mapToInt(point ->
                        point.method(method).orElseThrow().passages().runs().size())
                .distinct()
                .toArray();
        return MethodStyle.label(method, runs.length == 1 ? runs[0] : 1);
    }
}
