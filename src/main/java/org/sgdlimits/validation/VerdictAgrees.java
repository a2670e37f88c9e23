package org.sgdlimits.validation;

import java.util.ArrayList;
import java.util.List;
import org.sgdlimits.analysis.Comparison;
import org.sgdlimits.analysis.Grade;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.report.Axis;
import org.sgdlimits.report.Colour;
import org.sgdlimits.report.Figure;
import org.sgdlimits.report.Series;
import org.sgdlimits.report.Stroke;

/**
 * The comparison of a model file, as {@code sgdlimits compare} runs it, agrees with SGD: no method disagrees beyond finite
 * size. The tolerance is the verdict's own; the check has no keys.
 */
final class VerdictAgrees implements Check {

    @Override
    public List<String> keys() {
        return List.of();
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of();
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Experiment experiment = claimCase.experiment();
        Comparison comparison = Comparison.run(experiment.task(), experiment.settings());
        if (comparison.isCompleted() && comparison.verdicts().isEmpty()) {
            throw new IllegalArgumentException(
                    "run.methods: expected sgd or reduced with at least two runs, and a method to"
                            + " hold against it, got "
                            + comparison.trajectories().stream()
                                    .map(Trajectory::method)
                                    .toList());
        }
        return Finding.exact(
                comparison.isCompleted() && comparison.grade() != Grade.DISAGREES,
                "every method agrees with SGD, at least up to finite size",
                comparison.sentence(),
                figure(claimCase, comparison));
    }

    private static Figure figure(ClaimCase claimCase, Comparison comparison) {
        String observable = comparison.trajectories().get(0).observables().get(0);
        List<Series> series = new ArrayList<>();
        for (int i = 0; i < comparison.trajectories().size(); i++) {
            Trajectory trajectory = comparison.trajectories().get(i);
            series.add(new Series.Line(
                    trajectory.method(), Colour.of(i), Stroke.of(i), trajectory.taus(), trajectory.means(observable)));
        }
        return new Figure(
                claimCase.figureId(),
                claimCase.title(),
                "Mean of " + observable + " by every method.",
                Axis.linear(comparison.task().tauLabel()),
                Axis.linear(observable),
                series);
    }
}
