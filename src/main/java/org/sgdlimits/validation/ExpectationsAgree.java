package org.sgdlimits.validation;

import java.util.ArrayList;
import java.util.List;
import org.sgdlimits.analysis.Derivation;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.report.Axis;
import org.sgdlimits.report.Colour;
import org.sgdlimits.report.Figure;
import org.sgdlimits.report.Format;
import org.sgdlimits.report.Series;
import org.sgdlimits.report.Stroke;

/**
 * Closed forms against quadrature, to the quadrature's own estimate of its error.
 *
 * <p>Keys: {@code states}, how many starts (replicas) of the model are looked at. Passes when risk and drift differ by at most
 * {@code tolerance.errors} estimated errors plus {@code tolerance.rounding} of the largest entry.
 */
final class ExpectationsAgree implements Check {

    @Override
    public List<String> keys() {
        return List.of("states");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("errors", "rounding");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Experiment experiment = claimCase.experiment();
        int states = (int) claimCase.check().whole("states", 1, 10_000);
        double errors = claimCase.tolerance().positive("errors");
        double rounding = claimCase.tolerance().positive("rounding");
        List<Double> gaps = new ArrayList<>();
        List<Double> bounds = new ArrayList<>();
        double worstRatio = 0;
        String worst = "";
        for (int state = 0; state < states; state++) {
            Derivation derivation = Derivation.of(
                    fieldProblem(experiment.problem()), experiment.settings().seed(), state);
            for (Derivation.Expectation line : derivation.expectations()) {
                if (line.closedFormGap().isEmpty()) {
                    continue;
                }
                double gap = line.closedFormGap().getAsDouble();
                double bound = errors * line.error() + rounding * line.size();
                gaps.add(gap);
                bounds.add(bound);
                double ratio = gap == 0 ? 0 : gap / bound;
                if (Double.isNaN(ratio)) {
                    ratio = Double.POSITIVE_INFINITY;
                }
                if (ratio >= worstRatio) {
                    worstRatio = ratio;
                    worst = line.quantity() + " of state " + (state + 1) + ": gap " + Format.number(gap) + ", allowed "
                            + Format.number(bound) + " (size " + Format.number(line.size()) + ")";
                }
            }
        }
        if (gaps.isEmpty()) {
            throw new IllegalArgumentException("model: expected one with closed forms, got one without");
        }
        return Finding.exact(
                worstRatio <= 1,
                "closed form = quadrature within " + errors + " of its estimated errors + " + rounding
                        + " of the size, " + gaps.size() + " comparisons",
                "worst: " + worst,
                figure(claimCase, gaps, bounds));
    }

    @SuppressWarnings("unchecked")
    private static Problem<? extends FieldModel> fieldProblem(Problem<?> problem) {
        if (!(problem.model() instanceof FieldModel)) {
            throw new IllegalArgumentException("model: expected a network, got statistics of one's own");
        }
        return (Problem<? extends FieldModel>) problem;
    }

    private static Figure figure(ClaimCase claimCase, List<Double> gaps, List<Double> bounds) {
        double[] x = new double[gaps.size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = i + 1;
        }
        return new Figure(
                claimCase.figureId(),
                claimCase.title(),
                "Difference between closed form and quadrature, risk and drift in turn, and what is allowed.",
                Axis.linear("comparison"),
                Axis.log("difference"),
                List.of(
                        new Series.Line(
                                "allowed",
                                Colour.GREY,
                                Stroke.SOLID,
                                x,
                                bounds.stream().mapToDouble(Double::doubleValue).toArray()),
                        Series.Points.of(
                                "difference",
                                Colour.BLUE,
                                x,
                                gaps.stream().mapToDouble(Double::doubleValue).toArray())));
    }
}
