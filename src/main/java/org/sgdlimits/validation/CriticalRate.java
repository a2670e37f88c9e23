package org.sgdlimits.validation;

import java.util.ArrayList;
import java.util.List;
import org.sgdlimits.analysis.Comparison;
import org.sgdlimits.analysis.Inspection;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.experiment.Methods;
import org.sgdlimits.method.PathListener;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Problem;
import org.sgdlimits.report.Axis;
import org.sgdlimits.report.Colour;
import org.sgdlimits.report.Figure;
import org.sgdlimits.report.Format;
import org.sgdlimits.report.Series;
import org.sgdlimits.report.Stroke;

/**
 * ‖u − u*‖² decreases from the start at learning rates just below the critical one, and increases just above.
 *
 * <p>The critical rate is what {@code inspect} tells of the model's start. Keys: {@code limit}, run to
 * {@code limitTau} at rates off by {@code margin}, relatively, and {@code sgd}, run to the model's horizon at rates off by
 * {@code sgdMargin}; both so short that the critical rate moves by less than the margin. Passes where the limit's change has the sign on either side and SGD's mean
 * change lies {@code tolerance.standardErrors} beyond zero.
 */
final class CriticalRate implements Check {

    @Override
    public List<String> keys() {
        return List.of("limit", "limitTau", "sgd", "margin", "sgdMargin");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("standardErrors");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        double margin = keys.positive("margin");
        double sgdMargin = keys.positive("sgdMargin");
        double needed = claimCase.tolerance().positive("standardErrors");
        Experiment experiment = claimCase.experiment();
        double critical = Inspection.of(experiment.problem(), experiment.settings(), 0)
                .criticalRate()
                .orElseThrow(() -> new IllegalArgumentException(
                        "model: expected a start from which the gradient points to the teacher, and p = k"));
        boolean passed = true;
        double least = Double.POSITIVE_INFINITY;
        List<String> got = new ArrayList<>();
        List<Series> series = new ArrayList<>();
        for (int side : new int[] {-1, 1}) {
            Trajectory limit = limit(claimCase, critical * (1 + side * margin));
            double change = limit.last("distance").mean() - limit.means("distance")[0];
            Trajectory sgd = run(claimCase, critical * (1 + side * sgdMargin), keys.text("sgd", "reduced"));
            Trajectory.Summary end = sgd.last("distance");
            double errors = side * (end.mean() - sgd.means("distance")[0]) / end.standardError();
            passed &= side * change > 0 && errors > needed;
            least = Math.min(least, errors);
            got.add("at " + (1 + side * margin) + " of it the limit changes by " + Format.number(change) + ", at "
                    + (1 + side * sgdMargin) + " SGD by "
                    + Format.plusMinus(end.mean() - sgd.means("distance")[0], end.standardError()));
            series.add(new Series.Line(
                    "limit, " + (1 + side * margin),
                    side < 0 ? Colour.BLUE : Colour.VERMILION,
                    Stroke.SOLID,
                    limit.taus(),
                    limit.means("distance")));
        }
        return new Finding(
                passed,
                "‖u − u*‖² falls below the critical rate " + Format.number(critical)
                        + " and grows above, SGD's mean by more than " + needed + " standard errors",
                String.join("; ", got),
                least,
                List.of(new Figure(
                        claimCase.figureId(),
                        claimCase.title(),
                        "The limit at fractions of the critical rate at the start.",
                        Axis.linear("time τ (steps / d)"),
                        Axis.linear("‖u − u*‖²"),
                        series)));
    }

    /** Its saves are not those of whole steps, of which there is none as short as this. */
    private static Trajectory limit(ClaimCase claimCase, double rate) {
        Experiment experiment = claimCase.experiment("training.learningRate", rate);
        Problem<?> problem =
                experiment.problem().until(Horizon.tau(claimCase.check().positive("limitTau")));
        String method = claimCase.check().text("limit", "ode");
        return Comparison.solve(Methods.named(method), problem, experiment.settings(), PathListener.none());
    }

    private static Trajectory run(ClaimCase claimCase, double rate, String method) {
        return PathSample.of(claimCase.experiment("training.learningRate", rate), method)
                .trajectory();
    }
}
