package org.sgdlimits.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.report.Axis;
import org.sgdlimits.report.Colour;
import org.sgdlimits.report.Figure;
import org.sgdlimits.report.Format;
import org.sgdlimits.report.Series;

/**
 * The means of observables of a random method at the horizon lie beyond levels.
 *
 * <p>Keys: {@code method}, {@code observables}, {@code above} and {@code below} (at least one of them; a level an observable).
 * Passes when every mean over runs is beyond its levels by the one-sided normal quantile at {@code tolerance.falseAlarm} times
 * its standard error, so that a mean on the wrong side passes with at most that probability.
 */
final class FinalMean implements Check {

    private static final int MOST_CURVES = 8;

    @Override
    public List<String> keys() {
        return List.of("method", "observables", "above", "below");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("falseAlarm");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        List<String> observables = keys.words("observables", List.of("|M|"));
        if (!keys.has("above") && !keys.has("below")) {
            throw keys.error("above", "expected levels here or in below, one an observable, got none");
        }
        double[] above = levels(keys, "above", observables.size(), Double.NEGATIVE_INFINITY);
        double[] below = levels(keys, "below", observables.size(), Double.POSITIVE_INFINITY);
        PathSample sample = PathSample.of(claimCase.experiment(), keys.text("method", "reduced"));
        double quantile =
                new NormalDistribution().inverseCumulativeProbability(1 - claimCase.probability("falseAlarm"));
        List<String> expected = new ArrayList<>();
        List<String> got = new ArrayList<>();
        double nearest = Double.POSITIVE_INFINITY;
        for (int o = 0; o < observables.size(); o++) {
            SampleMean mean = SampleMean.of(sample.last(observables.get(o)));
            double room = Math.min(mean.mean() - above[o], below[o] - mean.mean());
            nearest = Math.min(nearest, room / mean.standardError());
            expected.add(observables.get(o) + " in (" + Format.number(above[o]) + ", " + Format.number(below[o]) + ")");
            got.add(observables.get(o) + " " + Format.plusMinus(mean.mean(), mean.standardError()));
        }
        return new Finding(
                nearest >= quantile,
                "means at the horizon: " + String.join(", ", expected) + ", inside by " + Format.number(quantile)
                        + " standard errors",
                String.join(", ", got) + " over " + sample.paths().size() + " runs",
                nearest,
                List.of(figure(claimCase, sample.trajectory(), observables)));
    }

    private static double[] levels(Fields keys, String key, int count, double none) {
        double[] levels = new double[count];
        Arrays.fill(levels, none);
        if (keys.has(key)) {
            levels = keys.vector(key);
            if (levels.length != count) {
                throw keys.error(key, "expected " + count + " levels, one an observable, got " + levels.length);
            }
        }
        return levels;
    }

    private static Figure figure(ClaimCase claimCase, Trajectory trajectory, List<String> observables) {
        double[] steps = trajectory.times().stream()
                .mapToDouble(Trajectory.Instant::step)
                .toArray();
        List<Series> series = new ArrayList<>();
        for (int o = 0; o < Math.min(observables.size(), MOST_CURVES); o++) {
            String name = observables.get(o);
            int index = trajectory.indexOf(name);
            double[] errors = new double[steps.length];
            for (int t = 0; t < errors.length; t++) {
                errors[t] = trajectory.values()[t][index].standardError();
            }
            series.add(Series.Points.withErrors(name, Colour.of(o), steps, trajectory.means(name), errors));
        }
        return new Figure(
                claimCase.figureId(),
                claimCase.title(),
                "Mean over the runs of " + trajectory.method() + ", with one standard error.",
                Axis.linear("steps"),
                Axis.linear("observable"),
                series);
    }
}
