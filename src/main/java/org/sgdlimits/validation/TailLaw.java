package org.sgdlimits.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.sgdlimits.analysis.MeanExponent;
import org.sgdlimits.analysis.Tail;
import org.sgdlimits.analysis.TailFit;
import org.sgdlimits.analysis.TailFit.Law;
import org.sgdlimits.analysis.TailWindow;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.method.Trajectory.Instant;
import org.sgdlimits.model.Horizon.ClockUnit;
import org.sgdlimits.report.Axis;
import org.sgdlimits.report.Colour;
import org.sgdlimits.report.Figure;
import org.sgdlimits.report.Format;
import org.sgdlimits.report.Series;
import org.sgdlimits.report.Stroke;

/**
 * How an observable falls at late times: like a power of time or like an exponential, with the exponent that theory gives.
 *
 * <p>Keys: {@code method}, {@code observable}, {@code law} (power or exponential), {@code exponent} (α of t^−α, or the rate of the
 * exponential), {@code clock} of the fit (steps, tau or flowTime), {@code from} (its first time, in that clock; without it the last factor
 * of 30), {@code amplitude} (C of C t^−α, of a power law only). Save times should be log-spaced.
 *
 * <p>Passes when the law leaves a smaller sum of squares than the other one, over all runs, and the exponent is met: of one
 * deterministic curve to {@code tolerance.value}, absolute; of several runs within the Student interval of their mean exponent at
 * {@code tolerance.confidence}, wider by {@code tolerance.value} where the law holds up to corrections that all runs
 * share. An amplitude is fitted with the expected exponent and must be met to {@code tolerance.amplitude}, relative, by the mean over
 * the runs.
 */
final class TailLaw implements Check {

    @Override
    public List<String> keys() {
        return List.of("method", "observable", "law", "exponent", "clock", "from", "amplitude");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("value", "confidence", "amplitude");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        Law law = keys.choice("law", List.of("power", "exponential"), "power").equals("power")
                ? Law.POWER
                : Law.EXPONENTIAL;
        if (law == Law.EXPONENTIAL && keys.has("amplitude")) {
            throw keys.error("amplitude", "expected only beside the law \"power\", whose amplitude theory gives");
        }
        double expected = keys.positive("exponent");
        ClockUnit clock = claimCase.clock("flowTime");
        OptionalDouble from = keys.has("from") ? OptionalDouble.of(keys.positive("from")) : OptionalDouble.empty();
        PathSample sample = PathSample.of(claimCase.experiment(), keys.text("method", "ode"));
        int observable = sample.index(keys.text("observable", "excessRisk"));
        List<Instant> instants = sample.trajectory().times();
        double[] times = instants.stream().mapToDouble(time -> time.in(clock)).toArray();
        List<Tail> tails = new ArrayList<>();
        for (double[][] path : sample.paths()) {
            double[] values =
                    Arrays.stream(path).mapToDouble(row -> row[observable]).toArray();
            tails.add(Tail.of(TailWindow.of(times, values, from, TailWindow.FLOOR)));
        }
        double power = squares(tails.stream().map(Tail::power).toList());
        double exponential = squares(tails.stream().map(Tail::exponential).toList());
        boolean better = law == Law.POWER ? power < exponential : exponential < power;
        List<TailFit> fits = tails.stream()
                .map(tail -> law == Law.POWER ? tail.power() : tail.exponential())
                .toList();
        Target exponent = tails.size() == 1
                ? Target.exact(fits.get(0).exponent(), claimCase.tolerance().positive("value"))
                : Target.statistical(
                        MeanExponent.of(fits),
                        claimCase.probability("confidence"),
                        claimCase.tolerance().has("value")
                                ? claimCase.tolerance().positive("value")
                                : 0);
        boolean amplitude = true;
        String amplitudeExpected = "";
        String amplitudeGot = "";
        if (keys.has("amplitude")) {
            double value = keys.positive("amplitude");
            double tolerance = claimCase.tolerance().positive("amplitude");
            double got = tails.stream()
                    .mapToDouble(
                            tail -> TailFit.powerOf(expected, tail.window()).amplitude())
                    .average()
                    .orElseThrow();
            amplitude = Math.abs(got / value - 1) <= tolerance;
            amplitudeExpected = "; amplitude " + value + " to a relative " + tolerance;
            amplitudeGot = "; amplitude " + Format.number(got);
        }
        return new Finding(
                better && amplitude && Math.abs(exponent.got() - expected) <= exponent.halfWidth(),
                word(law) + ", exponent " + expected + " within ±" + Format.number(exponent.halfWidth())
                        + amplitudeExpected,
                "exponent " + exponent.words() + ", residual in the logarithm " + Format.number(root(tails, power))
                        + " for a power law and " + Format.number(root(tails, exponential)) + " for an exponential"
                        + amplitudeGot,
                (exponent.got() - expected) / exponent.standardError(),
                List.of(figure(claimCase, keys, tails.get(0), fits.get(0))));
    }

    /** An exponent, how far it may be off, its standard error (NaN if it is exact), and all of this in words. */
    private record Target(double got, double halfWidth, double standardError, String words) {

        static Target exact(double got, double tolerance) {
            return new Target(got, tolerance, Double.NaN, Format.number(got));
        }

        static Target statistical(MeanExponent mean, double confidence, double systematic) {
            return new Target(
                    mean.mean(),
                    systematic + mean.halfWidth(confidence),
                    mean.standardError(),
                    Format.plusMinus(mean.mean(), mean.standardError()) + " over " + mean.runs() + " runs");
        }
    }

    private static String word(Law law) {
        return law == Law.POWER ? "a power law" : "an exponential";
    }

    private static double squares(List<TailFit> fits) {
        return fits.stream().mapToDouble(fit -> fit.residual() * fit.residual()).sum();
    }

    private static double root(List<Tail> tails, double squares) {
        return Math.sqrt(squares / tails.size());
    }

    private static Figure figure(ClaimCase claimCase, Fields keys, Tail tail, TailFit fit) {
        double[] times = tail.window().times();
        return new Figure(
                claimCase.figureId(),
                claimCase.title(),
                "Markers: the late times of the first run. Line: " + word(fit.law()) + ", exponent "
                        + Format.number(fit.exponent()) + ".",
                Axis.log("time"),
                Axis.log(keys.text("observable", "excessRisk")),
                List.of(
                        new Series.Line(
                                "fit",
                                Colour.VERMILION,
                                Stroke.SOLID,
                                times,
                                Arrays.stream(times).map(fit::at).toArray()),
                        Series.Points.of(
                                "computed", Colour.BLACK, times, tail.window().values())));
    }
}
