package org.sgdlimits.validation;

import java.util.List;
import org.sgdlimits.analysis.OneStep;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.SampledModel;
import org.sgdlimits.report.Axis;
import org.sgdlimits.report.Colour;
import org.sgdlimits.report.Figure;
import org.sgdlimits.report.Format;
import org.sgdlimits.report.ReferenceLine;
import org.sgdlimits.report.Series;

/**
 * Mean and covariance of one step by the law against sampled raw SGD steps, entry by entry.
 *
 * <p>Keys: {@code samples}. Passes when no entry is farther off than {@code tolerance.standardErrors}.
 */
final class OneStepAgrees implements Check {

    @Override
    public List<String> keys() {
        return List.of("samples");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("standardErrors");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Experiment experiment = claimCase.experiment();
        int samples = (int) claimCase.check().whole("samples", 100, 100_000_000);
        double allowed = claimCase.tolerance().positive("standardErrors");
        Problem<? extends SampledModel> problem = sampled(experiment.problem());
        OneStep result = OneStep.sample(
                problem,
                samples,
                experiment.settings().seed(),
                experiment.settings().threads());
        OneStep.Entry worst = result.worst();
        return new Finding(
                Math.abs(worst.standardErrors()) <= allowed,
                result.entries().size() + " means and covariances within " + allowed + " standard errors (" + samples
                        + " raw steps)",
                "worst: " + worst.name() + ", law " + Format.number(worst.expected()) + ", sampled "
                        + Format.plusMinus(worst.sampled(), worst.standardError()),
                worst.standardErrors(),
                List.of(figure(claimCase, result, allowed)));
    }

    @SuppressWarnings("unchecked")
    private static Problem<? extends SampledModel> sampled(Problem<?> problem) {
        if (!(problem.model() instanceof SampledModel) || !OneStep.applies(problem)) {
            throw new IllegalArgumentException(
                    "model: expected one whose raw SGD can be sampled from a fixed start with"
                            + " K = I, got another; set start to overlaps");
        }
        return (Problem<? extends SampledModel>) problem;
    }

    private static Figure figure(ClaimCase claimCase, OneStep result, double allowed) {
        int count = result.entries().size();
        double[] x = new double[count];
        double[] y = new double[count];
        for (int i = 0; i < count; i++) {
            x[i] = i + 1;
            y[i] = result.entries().get(i).standardErrors();
        }
        return new Figure(
                        claimCase.figureId(),
                        claimCase.title(),
                        "Sampled minus law in standard errors, one marker an entry: means first, then covariances.",
                        Axis.linear("entry"),
                        Axis.linear("gap / standard error"),
                        List.of(Series.Points.of("entries", Colour.BLUE, x, y)))
                .with(ReferenceLine.horizontal(allowed, "tolerance"), ReferenceLine.horizontal(-allowed, ""));
    }
}
