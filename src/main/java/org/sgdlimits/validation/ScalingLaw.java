package org.sgdlimits.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.sgdlimits.analysis.ScalingFit;
import org.sgdlimits.analysis.ScalingSeries;
import org.sgdlimits.analysis.SweepFindings;
import org.sgdlimits.analysis.SweepStudy;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.report.Figure;
import org.sgdlimits.report.Format;
import org.sgdlimits.report.SweepFigures;

/**
 * The exponents of the scaling laws of a sweep.
 *
 * <p>Keys: {@code form}, {@code power} or {@code corrected}; {@code value}, the exponent, where it is not the one that the theory
 * of the search predicts. Passes when every law of the sweep has the exponent within the confidence interval
 * {@code tolerance.confidence} widened by {@code tolerance.systematic}, the interval's half is at most {@code tolerance.widest}, and
 * the chi-square of the points has a probability of at least {@code 1 − confidence} where {@code systematic} is zero.
 */
final class ScalingLaw implements Check {

    @Override
    public List<String> keys() {
        return List.of("form", "value");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("confidence", "widest", "systematic");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        boolean corrected =
                keys.choice("form", List.of("power", "corrected"), "power").equals("corrected");
        double confidence = claimCase.probability("confidence");
        double widest = claimCase.tolerance().positive("widest");
        double systematic =
                claimCase.tolerance().has("systematic") ? claimCase.tolerance().positive("systematic") : 0;
        SweepStudy study = claimCase.sweep();
        double quantile = new NormalDistribution().inverseCumulativeProbability(0.5 + 0.5 * confidence);
        boolean passed = !study.series().isEmpty();
        double worst = 0;
        List<String> expected = new ArrayList<>();
        List<String> got = new ArrayList<>();
        for (ScalingSeries series : study.series()) {
            Optional<ScalingFit> law = corrected ? series.corrected() : series.power();
            ScalingFit fit = law.orElseThrow(() -> new IllegalStateException(
                    "no law could be fitted" + SweepFindings.place(series.fixed()) + "; the runs did not pass"));
            double theory = keys.has("value")
                    ? keys.number("value")
                    : series.predicted()
                            .orElseThrow(() -> new IllegalArgumentException(
                                    "check.value: expected an exponent, as no theory predicts one"
                                            + SweepFindings.place(series.fixed())));
            double half = quantile * fit.standardError();
            int freedom = fit.points() - (Double.isNaN(fit.correction()) ? 2 : 3);
            double probability = freedom > 0 && fit.chiSquare() >= 0
                    ? 1 - new ChiSquaredDistribution(freedom).cumulativeProbability(fit.chiSquare())
                    : 1;
            passed &= Math.abs(fit.exponent() - theory) <= half + systematic
                    && half <= widest
                    && (systematic > 0 || probability >= 1 - confidence);
            worst = Math.max(worst, Math.abs(fit.exponent() - theory) / fit.standardError());
            expected.add(Format.number(theory) + " ± " + Format.number(half + systematic));
            got.add(Format.plusMinus(fit.exponent(), fit.standardError()) + SweepFindings.place(series.fixed()) + " ("
                    + fit.form() + (freedom > 0 ? ", chi-square p " + Format.number(probability) : "") + ")");
        }
        List<Figure> figures = SweepFigures.of(study);
        return new Finding(
                passed,
                "exponent " + String.join(", ", expected) + " (confidence " + confidence + "), half intervals at most "
                        + Format.number(widest),
                String.join("; ", got),
                worst,
                figures.isEmpty() ? List.of() : List.of(claimCase.own(figures.get(0))));
    }
}
