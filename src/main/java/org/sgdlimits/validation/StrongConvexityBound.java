package org.sgdlimits.validation;

import java.util.ArrayList;
import java.util.List;
import org.sgdlimits.analysis.ConvexityBound;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.report.Axis;
import org.sgdlimits.report.Colour;
import org.sgdlimits.report.Figure;
import org.sgdlimits.report.Format;
import org.sgdlimits.report.Series;
import org.sgdlimits.report.Stroke;

/**
 * ‖u − u*‖² stays below e^{−aτ} of its start for a strongly convex loss ({@link ConvexityBound}).
 *
 * <p>Keys: {@code convexity} μ̂ and {@code smoothness} L̂ of the loss, {@code rates}, multiples of γ₀ below 2, and {@code limit} and
 * {@code sgd}, the methods. Passes where at every save and every rate the limit lies below the bound and SGD's mean no more than
 * {@code tolerance.standardErrors} above it.
 */
final class StrongConvexityBound implements Check {

    @Override
    public List<String> keys() {
        return List.of("convexity", "smoothness", "rates", "limit", "sgd");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("standardErrors");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        double allowed = claimCase.tolerance().positive("standardErrors");
        ConvexityBound bound = bound(claimCase.experiment(), keys);
        List<Series> series = new ArrayList<>();
        double worstLimit = 0;
        double worstErrors = Double.NEGATIVE_INFINITY;
        double[] rates = keys.positives("rates");
        for (int i = 0; i < rates.length; i++) {
            double rate = rates[i] * bound.best();
            Experiment experiment = claimCase.experiment("training.learningRate", rate);
            Trajectory limit =
                    PathSample.of(experiment, keys.text("limit", "ode")).trajectory();
            Trajectory sgd =
                    PathSample.of(experiment, keys.text("sgd", "reduced")).trajectory();
            double[] times = sgd.taus();
            double[] distance = limit.means("distance");
            double[] most = new double[times.length];
            int index = sgd.indexOf("distance");
            for (int t = 0; t < times.length; t++) {
                most[t] = Math.exp(-bound.rate(rate) * times[t]) * distance[0];
                worstLimit = Math.max(worstLimit, distance[t] / most[t]);
                if (t > 0) {
                    Trajectory.Summary mean = sgd.values()[t][index];
                    worstErrors = Math.max(worstErrors, (mean.mean() - most[t]) / mean.standardError());
                }
            }
            series.add(new Series.Line(rates[i] + " γ₀", Colour.of(i), Stroke.SOLID, times, distance));
            series.add(new Series.Line(rates[i] + " γ₀, bound", Colour.of(i), Stroke.of(1), times, most));
        }
        return new Finding(
                worstLimit <= 1 && worstErrors <= allowed,
                "‖u − u*‖² at most e^(−aτ) of its start in the limit, SGD's mean at most " + allowed
                        + " standard errors above; γ₀ = " + Format.number(bound.best()) + ", a = "
                        + Format.number(bound.rate()) + " there",
                "the limit reaches " + Format.number(worstLimit) + " of the bound, SGD's mean "
                        + Format.number(worstErrors) + " standard errors above it at most",
                worstErrors,
                List.of(new Figure(
                        claimCase.figureId(),
                        claimCase.title(),
                        "Lines: the limit; dashed: the bound.",
                        Axis.linear("time τ (steps / d)"),
                        Axis.log("‖u − u*‖²"),
                        series)));
    }

    @SuppressWarnings("unchecked")
    private static ConvexityBound bound(Experiment experiment, Fields keys) {
        if (!(experiment.problem().model() instanceof FieldModel)) {
            throw new IllegalArgumentException("model: expected a network or an objective");
        }
        return ConvexityBound.of(
                (Problem<? extends FieldModel>) experiment.problem(),
                keys.positive("convexity"),
                keys.positive("smoothness"));
    }
}
