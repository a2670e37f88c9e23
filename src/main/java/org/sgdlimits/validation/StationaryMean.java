package org.sgdlimits.validation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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
 * The mean of an observable of a random method once it has settled, over its runs and over time.
 *
 * <p>Keys: {@code method}, {@code observable}, {@code from} (flow time from which it counts as settled), {@code value}. A run's
 * mean over its save times from then on is one number; runs are independent, which gives the standard error. The tolerance is the
 * two-sided normal quantile at {@code tolerance.falseAlarm}.
 */
final class StationaryMean implements Check {

    @Override
    public List<String> keys() {
        return List.of("method", "observable", "from", "value");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("falseAlarm");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        Experiment experiment = claimCase.experiment();
        PathSample sample = PathSample.of(experiment, keys.text("method", "reduced"));
        String observable = keys.text("observable", "excessRisk");
        double from = keys.positive("from");
        double value = keys.number("value");
        int index = sample.index(observable);
        List<Trajectory.Instant> times = sample.trajectory().times();
        int[] settled = IntStream.range(0, times.size())
                .filter(t -> times.get(t).flowTime() >= from)
                .toArray();
        if (settled.length == 0) {
            throw keys.error("from", "expected a flow time before the horizon, got " + from);
        }
        SampleMean mean = SampleMean.of(sample.paths().stream()
                .mapToDouble(path -> Arrays.stream(settled)
                        .mapToDouble(t -> path[t][index])
                        .average()
                        .orElseThrow())
                .toArray());
        double quantile =
                new NormalDistribution().inverseCumulativeProbability(1 - 0.5 * claimCase.probability("falseAlarm"));
        double errors = (mean.mean() - value) / mean.standardError();
        return new Finding(
                Math.abs(errors) <= quantile,
                observable + " " + value + " within " + Format.number(quantile) + " standard errors, from flow time "
                        + from + " on",
                Format.plusMinus(mean.mean(), mean.standardError()),
                errors,
                List.of(figure(claimCase, sample, observable, value)));
    }

    private static Figure figure(ClaimCase claimCase, PathSample sample, String observable, double value) {
        double[] times = sample.trajectory().times().stream()
                .mapToDouble(Trajectory.Instant::flowTime)
                .toArray();
        return new Figure(
                        claimCase.figureId(),
                        claimCase.title(),
                        "Mean over the runs; the thin line is the value expected.",
                        Axis.linear("flow time"),
                        Axis.log(observable),
                        List.of(new Series.Line(
                                sample.trajectory().method(),
                                Colour.BLUE,
                                Stroke.SOLID,
                                times,
                                sample.trajectory().means(observable))))
                .with(ReferenceLine.horizontal(value, "expected"));
    }
}
