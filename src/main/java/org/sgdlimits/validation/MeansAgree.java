package org.sgdlimits.validation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.report.Axis;
import org.sgdlimits.report.Colour;
import org.sgdlimits.report.Figure;
import org.sgdlimits.report.Format;
import org.sgdlimits.report.ReferenceLine;
import org.sgdlimits.report.Series;
import org.sgdlimits.report.Stroke;

/**
 * Mean and variance of two random methods, at every time after the start, within standard errors.
 *
 * <p>Keys: {@code left}, {@code right} (methods), {@code observables}. The variance's standard error is √((m₄ − m₂²)/n). The
 * tolerance is the normal quantile at {@code tolerance.falseAlarm} divided by the number of looks, two-sided (Bonferroni).
 */
final class MeansAgree implements Check {

    private record Look(String what, double time, double gap, double standardErrors) {}

    @Override
    public List<String> keys() {
        return List.of("left", "right", "observables");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("falseAlarm");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        Experiment experiment = claimCase.experiment();
        PathSample left = PathSample.of(experiment, keys.text("left", "sde"));
        PathSample right = PathSample.of(experiment, keys.text("right", "sgd"));
        List<Look> looks = new ArrayList<>();
        for (String observable : keys.words("observables", left.trajectory().observables())) {
            for (int t = 1; t < left.trajectory().times().size(); t++) {
                addLooks(looks, observable, t, left, right);
            }
        }
        if (looks.isEmpty()) {
            throw new IllegalArgumentException("check.observables: expected at least one that varies over the runs of "
                    + right.trajectory().method() + ", got none");
        }
        double falseAlarm = claimCase.probability("falseAlarm");
        double allowed = new NormalDistribution().inverseCumulativeProbability(1 - falseAlarm / (2.0 * looks.size()));
        Look worst = looks.stream()
                .max(Comparator.comparingDouble(look -> Math.abs(look.standardErrors)))
                .orElseThrow();
        return new Finding(
                Math.abs(worst.standardErrors) <= allowed,
                "every mean and variance within " + Format.number(allowed) + " standard errors (" + looks.size()
                        + " looks, false alarm " + falseAlarm + ")",
                "worst: " + worst.what + " at tau = " + Format.number(worst.time) + ", gap "
                        + Format.number(worst.gap) + ", " + Format.number(worst.standardErrors)
                        + " standard errors",
                worst.standardErrors,
                List.of(figure(claimCase, looks, allowed)));
    }

    private static void addLooks(List<Look> looks, String observable, int t, PathSample left, PathSample right) {
        int index = left.index(observable);
        Moments a = Moments.of(left.paths(), t, index);
        Moments b = Moments.of(right.paths(), t, right.index(observable));
        Trajectory.Instant instant = left.trajectory().times().get(t);
        if (b.variance <= 1e-24 * (1 + b.mean * b.mean)) {
            return;
        }
        looks.add(new Look(
                "mean of " + observable,
                instant.tau(),
                a.mean - b.mean,
                (a.mean - b.mean) / Math.hypot(a.meanError, b.meanError)));
        looks.add(new Look(
                "variance of " + observable,
                instant.tau(),
                a.variance - b.variance,
                (a.variance - b.variance) / Math.hypot(a.varianceError, b.varianceError)));
    }

    private record Moments(double mean, double meanError, double variance, double varianceError) {
        static Moments of(List<double[][]> paths, int t, int index) {
            double n = paths.size();
            double mean = 0;
            for (double[][] path : paths) {
                mean += path[t][index] / n;
            }
            double second = 0;
            double fourth = 0;
            for (double[][] path : paths) {
                double square = (path[t][index] - mean) * (path[t][index] - mean);
                second += square / n;
                fourth += square * square / n;
            }
            return new Moments(
                    mean,
                    Math.sqrt(second / n),
                    second * n / (n - 1),
                    Math.sqrt(Math.max(fourth - second * second, 0) / n));
        }
    }

    private static Figure figure(ClaimCase claimCase, List<Look> looks, double allowed) {
        List<Series> series = new ArrayList<>();
        List<String> names = looks.stream().map(Look::what).distinct().toList();
        for (int i = 0; i < names.size() && i < 8; i++) {
            String name = names.get(i);
            List<Look> own =
                    looks.stream().filter(look -> look.what.equals(name)).toList();
            series.add(new Series.Line(
                    name,
                    Colour.of(i),
                    Stroke.SOLID,
                    own.stream().mapToDouble(Look::time).toArray(),
                    own.stream().mapToDouble(Look::standardErrors).toArray()));
        }
        return new Figure(
                        claimCase.figureId(),
                        claimCase.title(),
                        "Gaps in standard errors; the thin lines are the tolerance.",
                        Axis.linear("time τ (steps / d)"),
                        Axis.linear("gap / standard error"),
                        series)
                .with(ReferenceLine.horizontal(allowed, "tolerance"), ReferenceLine.horizontal(-allowed, ""));
    }
}
