package org.sgdlimits.validation;

import java.util.ArrayList;
import java.util.List;
import org.sgdlimits.analysis.Comparison;
import org.sgdlimits.analysis.Grade;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.experiment.Setting;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.report.Axis;
import org.sgdlimits.report.Colour;
import org.sgdlimits.report.Figure;
import org.sgdlimits.report.Format;
import org.sgdlimits.report.Series;
import org.sgdlimits.report.Stroke;

/**
 * A family of models, one key of which runs over values: every one agrees with SGD as {@code sgdlimits compare} says it, and one
 * picture shows them all.
 *
 * <p>Keys: {@code key}, {@code values}, {@code label} (what the key is called in the picture), {@code observable},
 * {@code limit} and {@code sgd}, the methods drawn. The tolerance is the verdict's own.
 */
final class FamilyAgrees implements Check {

    private static final double HALF_INTERVAL = 1.959964;

    @Override
    public List<String> keys() {
        return List.of("key", "values", "label", "observable", "limit", "sgd");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of();
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        String key = keys.required("key");
        double[] values = keys.vector("values");
        String label = keys.text("label", key);
        String observable = keys.text("observable", "risk");
        List<Series> series = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            Experiment experiment = claimCase.experiment(List.of(Setting.parse(key + "=" + values[i])));
            Comparison comparison = Comparison.run(experiment.task(), experiment.settings());
            if (!comparison.isCompleted() || comparison.verdicts().isEmpty() || comparison.grade() == Grade.DISAGREES) {
                failures.add(label + " = " + Format.number(values[i]) + ": " + comparison.sentence());
            }
            for (Trajectory trajectory : comparison.trajectories()) {
                String name = label + " = " + Format.number(values[i]);
                if (trajectory.method().equals(keys.text("limit", "ode"))) {
                    series.add(new Series.Line(
                            name, Colour.of(i), Stroke.SOLID, trajectory.taus(), trajectory.means(observable)));
                } else if (trajectory.method().equals(keys.text("sgd", "sgd"))) {
                    series.add(Series.Points.withErrors(
                            name + ", SGD",
                            Colour.of(i),
                            trajectory.taus(),
                            trajectory.means(observable),
                            halfWidths(trajectory, observable)));
                }
            }
        }
        return Finding.exact(
                failures.isEmpty(),
                "every one of " + values.length + " models agrees with SGD, at least up to finite size",
                failures.isEmpty() ? "all agree" : String.join(" ", failures),
                new Figure(
                        claimCase.figureId(),
                        claimCase.title(),
                        "Lines: the limit. Markers: mean of SGD with 95 % intervals.",
                        Axis.linear("time τ (steps / d)"),
                        Axis.linear(observable),
                        series));
    }

    private static double[] halfWidths(Trajectory trajectory, String observable) {
        int index = trajectory.indexOf(observable);
        double[] half = new double[trajectory.values().length];
        for (int t = 0; t < half.length; t++) {
            half[t] = HALF_INTERVAL * trajectory.values()[t][index].standardError();
        }
        return half;
    }
}
