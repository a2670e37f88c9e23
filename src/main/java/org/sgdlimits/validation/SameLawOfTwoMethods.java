package org.sgdlimits.validation;

import java.util.Arrays;
import java.util.List;
import org.sgdlimits.analysis.SameLaw;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.experiment.Setting;
import org.sgdlimits.report.Axis;
import org.sgdlimits.report.Colour;
import org.sgdlimits.report.Figure;
import org.sgdlimits.report.Format;
import org.sgdlimits.report.Series;
import org.sgdlimits.report.Stroke;

/**
 * Two random methods have one law: Kolmogorov–Smirnov on every observable at the horizon.
 *
 * <p>Keys: {@code left}, {@code right} (methods), {@code leftSet}, {@code rightSet} (keys of the model that only one of them
 * changes). The tolerance is {@code tolerance.falseAlarm} divided by the number of
 * observables that vary.
 */
final class SameLawOfTwoMethods implements Check {

    private static final int CURVE_POINTS = 200;

    @Override
    public List<String> keys() {
        return List.of("left", "leftSet", "right", "rightSet");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("falseAlarm");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        PathSample left = sample(claimCase, keys.text("left", "reduced"), "leftSet");
        PathSample right = sample(claimCase, keys.text("right", "sgd"), "rightSet");
        List<String> observables = left.trajectory().observables().stream()
                .filter(name -> right.trajectory().last(name).standardDeviation()
                        > 1e-12 * (1 + Math.abs(right.trajectory().last(name).mean())))
                .toList();
        if (observables.isEmpty()) {
            throw new IllegalArgumentException("model: expected an observable that varies over the runs of "
                    + right.trajectory().method() + ", got none");
        }
        double smallest = 2;
        String worst = "";
        for (String observable : observables) {
            double probability =
                    SameLaw.test(left.last(observable), right.last(observable)).probability();
            if (probability < smallest) {
                smallest = probability;
                worst = observable;
            }
        }
        double allowed = claimCase.probability("falseAlarm") / observables.size();
        return new Finding(
                smallest >= allowed,
                "Kolmogorov-Smirnov p at least " + Format.number(allowed) + " for each of " + observables.size()
                        + " observables, " + left.paths().size() + " runs each",
                "smallest p " + Format.number(smallest) + " (" + worst + ")",
                Double.NaN,
                List.of(figure(claimCase, worst, left, right)));
    }

    private static PathSample sample(ClaimCase claimCase, String method, String setKey) {
        Fields keys = claimCase.check();
        List<Setting> settings = keys.has(setKey) ? keys.object(setKey).settings() : List.of();
        return PathSample.of(claimCase.experiment(settings), method);
    }

    private static Figure figure(ClaimCase claimCase, String observable, PathSample left, PathSample right) {
        return new Figure(
                claimCase.figureId(),
                claimCase.title(),
                "Empirical distribution functions of " + observable
                        + ", the observable with the smallest p, at the horizon.",
                Axis.linear(observable),
                Axis.linear("probability").from(0).to(1),
                List.of(
                        curve(left, observable, Colour.BLUE, Stroke.SOLID),
                        curve(right, observable, Colour.BLACK, Stroke.DASHED)));
    }

    private static Series curve(PathSample sample, String observable, Colour colour, Stroke stroke) {
        double[] sorted = sample.last(observable);
        Arrays.sort(sorted);
        int points = Math.min(CURVE_POINTS, sorted.length);
        double[] x = new double[points];
        double[] y = new double[points];
        for (int i = 0; i < points; i++) {
            int rank = (int) ((long) i * (sorted.length - 1) / Math.max(1, points - 1));
            x[i] = sorted[rank];
            y[i] = (rank + 1.0) / sorted.length;
        }
        String name = sample.trajectory().method()
                + (sample.trajectory().approximation().isPresent() ? " (approximation)" : "");
        return new Series.Line(name, colour, stroke, x, y);
    }
}
