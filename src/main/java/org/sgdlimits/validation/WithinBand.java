package org.sgdlimits.validation;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.stat.descriptive.rank.Percentile;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.report.Axis;
import org.sgdlimits.report.Colour;
import org.sgdlimits.report.Figure;
import org.sgdlimits.report.Format;
import org.sgdlimits.report.Series;
import org.sgdlimits.report.Stroke;

/**
 * A limit lies within the band of SGD's runs at every time after the start, as published figures show it.
 *
 * <p>Keys: {@code limit} and {@code sgd}, the methods; {@code observables}; {@code band}, two quantiles, by default 0.1 and 0.9. The
 * quantiles of n runs are uncertain: a limit at their median is outside the band of 0.1 and 0.9 with probability below
 * 2 P(Binomial(n, ½) ≥ 0.9 n), 10⁻⁵ for n = 30. With a random start the limit is the mean over the starts.
 * {@code tolerance.outside}: how many looks may lie outside, for a limit that is not the median.
 */
final class WithinBand implements Check {

    private static final int PERCENT = 100;

    @Override
    public List<String> keys() {
        return List.of("limit", "sgd", "observables", "band");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("outside");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        double[] band = keys.has("band") ? keys.vector("band") : new double[] {0.1, 0.9};
        if (band.length != 2 || !(0 < band[0] && band[0] < band[1] && band[1] < 1)) {
            throw keys.error("band", "expected two increasing quantiles between 0 and 1");
        }
        Experiment experiment = claimCase.experiment();
        PathSample sgd = PathSample.of(experiment, keys.text("sgd", "sgd"));
        PathSample limit = PathSample.of(experiment, keys.text("limit", "ode"));
        double[] times = sgd.trajectory().taus();
        List<Figure> figures = new ArrayList<>();
        int outside = 0;
        int looks = 0;
        String worst = "";
        for (String observable : keys.words("observables", List.of("risk"))) {
            double[] mean = limit.trajectory().means(observable);
            double[] lower = quantiles(sgd, observable, times.length, band[0]);
            double[] upper = quantiles(sgd, observable, times.length, band[1]);
            for (int t = 1; t < times.length; t++) {
                looks++;
                if (!(lower[t] <= mean[t] && mean[t] <= upper[t])) {
                    outside++;
                    worst = ", the last " + observable + " = " + Format.number(mean[t]) + " at tau = "
                            + Format.number(times[t]) + " with " + Format.number(lower[t]) + " to "
                            + Format.number(upper[t]);
                }
            }
            figures.add(figure(
                    claimCase,
                    experiment.task().tauLabel(),
                    observable,
                    times,
                    mean,
                    lower,
                    upper,
                    sgd.trajectory().means(observable),
                    band));
        }
        return new Finding(
                outside <= claimCase.tolerance().nonNegative("outside", "a number of looks"),
                "the limit within the band of " + sgd.paths().size() + " runs (quantiles " + band[0] + " to " + band[1]
                        + ") at " + looks + " looks",
                outside + " outside" + worst,
                outside,
                figures);
    }

    private static double[] quantiles(PathSample sample, String observable, int times, double probability) {
        int index = sample.index(observable);
        double[] result = new double[times];
        for (int t = 0; t < times; t++) {
            int time = t;
            double[] values = sample.paths().stream()
                    .mapToDouble(path -> path[time][index])
                    .toArray();
            result[t] = new Percentile(PERCENT * probability).evaluate(values);
        }
        return result;
    }

    private static Figure figure(
            ClaimCase claimCase,
            String timeLabel,
            String observable,
            double[] times,
            double[] mean,
            double[] lower,
            double[] upper,
            double[] sgd,
            double[] band) {
        return new Figure(
                claimCase.figureId() + "-" + observable.replaceAll("[^A-Za-z0-9]+", "-"),
                claimCase.title(),
                "Band: quantiles " + band[0] + " to " + band[1] + " of the runs of SGD. Line: the limit.",
                Axis.linear(timeLabel),
                Axis.linear(observable),
                List.of(
                        new Series.Band("SGD", Colour.BLUE, times, lower, upper),
                        new Series.Line("mean of SGD", Colour.BLUE, Stroke.of(1), times, sgd),
                        new Series.Line("limit", Colour.VERMILION, Stroke.SOLID, times, mean)));
    }
}
