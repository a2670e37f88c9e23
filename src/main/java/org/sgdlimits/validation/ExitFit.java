package org.sgdlimits.validation;

import java.util.List;
import java.util.Optional;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.sgdlimits.analysis.ExitPlan.Varied;
import org.sgdlimits.analysis.ExitStudy;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.experiment.Methods;
import org.sgdlimits.report.ExitFigures;
import org.sgdlimits.report.Figure;
import org.sgdlimits.report.Format;

/**
 * What is fitted to the exit times of a scan: over dimensions, the slope of the mean flow time in log d; over learning rates, the
 * one of the fewest steps.
 *
 * <p>Keys: {@code method}, {@code value}, what theory gives. Passes when the fit lies within the confidence interval
 * {@code tolerance.confidence} around it and the interval is at most {@code tolerance.relativeWidth} of it on either side, so
 * that a fit of no content does not pass, and when the chi-square of its points has a probability of at least
 * {@code 1 − confidence}, so that a form that does not fit does not pass either.
 */
final class ExitFit implements Check {

    @Override
    public List<String> keys() {
        return List.of("method", "value");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("confidence", "relativeWidth");
    }

    private record Fit(String quantity, double value, double standardError, double chiSquare, int freedom) {}

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        String method = keys.text("method", "reduced");
        double expected = keys.positive("value");
        double confidence = claimCase.probability("confidence");
        double widest = claimCase.tolerance().positive("relativeWidth") * expected;
        Experiment experiment = claimCase.experiment();
        ExitStudy study = ExitStudy.run(
                experiment.problem(),
                experiment.settings(),
                claimCase.exitPlan(experiment),
                List.of(Methods.named(method)));
        Fit fit = fit(study, method)
                .orElseThrow(() -> new IllegalStateException("exit: expected at least three dimensions or learning"
                        + " rates and runs that all exit, so that something can be fitted"));
        double halfWidth =
                fit.standardError * new NormalDistribution().inverseCumulativeProbability(0.5 + 0.5 * confidence);
        double probability = 1 - new ChiSquaredDistribution(fit.freedom).cumulativeProbability(fit.chiSquare);
        return new Finding(
                Math.abs(fit.value - expected) <= halfWidth && halfWidth <= widest && probability >= 1 - confidence,
                fit.quantity + " " + expected + " within ±" + Format.number(halfWidth) + " (confidence " + confidence
                        + "), which is at most " + Format.number(widest) + ", chi-square p at least "
                        + Format.number(1 - confidence),
                "fitted " + Format.plusMinus(fit.value, fit.standardError) + ", χ² " + Format.number(fit.chiSquare)
                        + " for " + fit.freedom + " degrees of freedom, p " + Format.number(probability),
                (fit.value - expected) / fit.standardError,
                List.of(claimCase.own(figure(study))));
    }

    private static Figure figure(ExitStudy study) {
        String id = study.plan().varied() == Varied.DIMENSION ? "exit-dimension" : "exit-rate";
        return ExitFigures.of(study).stream()
                .filter(figure -> figure.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Optional<Fit> fit(ExitStudy study, String method) {
        return study.plan().varied() == Varied.DIMENSION
                ? study.slopeInLogDimension(method)
                        .map(line -> new Fit(
                                "slope in log d",
                                line.slope(),
                                line.standardError(),
                                line.chiSquare(),
                                line.points() - 2))
                : study.optimalRate(method)
                        .map(best -> new Fit(
                                "learning rate of the fewest steps",
                                best.rate(),
                                best.standardError(),
                                best.line().chiSquare(),
                                best.line().points() - 2));
    }
}
