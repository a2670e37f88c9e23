package org.sgdlimits.validation;

import java.util.ArrayList;
import java.util.List;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.experiment.Setting;
import org.sgdlimits.report.Axis;
import org.sgdlimits.report.Colour;
import org.sgdlimits.report.Figure;
import org.sgdlimits.report.Format;
import org.sgdlimits.report.Series;
import org.sgdlimits.report.Stroke;

/**
 * Two computations of one limit agree at every save, start by start.
 *
 * <p>Keys: {@code left} and {@code right}, methods that draw nothing beyond the start ({@code rightSet}: keys of the model that are
 * changed for the right one); {@code observables}. Passes where no gap exceeds {@code tolerance.value}, relative to a value beyond 1.
 */
final class SameLimit implements Check {

    @Override
    public List<String> keys() {
        return List.of("left", "right", "rightSet", "observables");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("value");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        double tolerance = claimCase.tolerance().positive("value");
        List<Setting> rightSet = keys.has("rightSet") ? keys.object("rightSet").settings() : List.of();
        Experiment experiment = claimCase.experiment();
        PathSample left = PathSample.of(experiment, keys.required("left"));
        PathSample right = PathSample.of(claimCase.experiment(rightSet), keys.required("right"));
        List<String> observables = keys.words("observables", List.of("risk"));
        List<Series> series = new ArrayList<>();
        double worst = 0;
        String where = "";
        double[] times = left.trajectory().taus();
        for (int o = 0; o < observables.size(); o++) {
            double[] gaps = gaps(left, right, observables.get(o), times.length);
            for (int t = 0; t < gaps.length; t++) {
                if (!(gaps[t] <= worst)) {
                    worst = gaps[t];
                    where = ": " + observables.get(o) + " at tau = " + Format.number(times[t]);
                }
            }
            series.add(new Series.Line(observables.get(o), Colour.of(o), Stroke.of(o), times, gaps));
        }
        return Finding.exact(
                worst <= tolerance,
                "gaps of at most " + tolerance + " in " + observables.size() + " observables at " + times.length
                        + " times from " + left.paths().size() + " starts",
                "largest gap " + Format.number(worst) + where,
                new Figure(
                        claimCase.figureId(),
                        claimCase.title(),
                        "Largest gap over the starts.",
                        Axis.linear("time τ (steps / d)"),
                        Axis.linear("gap"),
                        series));
    }

    /** The largest gap at each time over the starts, relative to the left value's size where that is beyond 1; NaN where one is. */
    static double[] gaps(PathSample left, PathSample right, String observable, int times) {
        int leftIndex = left.index(observable);
        int rightIndex = right.index(observable);
        double[] gaps = new double[times];
        for (int i = 0; i < left.paths().size(); i++) {
            for (int t = 0; t < times; t++) {
                double value = left.paths().get(i)[t][leftIndex];
                double gap = Math.abs(value - right.paths().get(i)[t][rightIndex]) / Math.max(1, Math.abs(value));
                gaps[t] = Math.max(gaps[t], gap);
            }
        }
        return gaps;
    }
}
