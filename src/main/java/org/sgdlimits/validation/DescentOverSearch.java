package org.sgdlimits.validation;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.sgdlimits.analysis.ScalingFit;
import org.sgdlimits.analysis.SearchAndDescent;
import org.sgdlimits.analysis.SweepFindings;
import org.sgdlimits.analysis.SweepStudy;
import org.sgdlimits.report.Format;
import org.sgdlimits.report.SweepFigures;

/**
 * The samples of the descent over those of the search against 1/α_c(N, ℓ): the power of N by which the ratio times α_c changes,
 * zero by theory.
 *
 * <p>Passes when zero lies within the confidence interval {@code tolerance.confidence} of that power widened by
 * {@code tolerance.systematic}, for every choice of the sweep's other keys, with an interval of at most {@code tolerance.widest} on
 * either side, and all runs passed both levels.
 */
final class DescentOverSearch implements Check {

    @Override
    public List<String> keys() {
        return List.of();
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("confidence", "widest", "systematic");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        double quantile =
                new NormalDistribution().inverseCumulativeProbability(0.5 + 0.5 * claimCase.probability("confidence"));
        double widest = claimCase.tolerance().positive("widest");
        double systematic = claimCase.tolerance().positive("systematic");
        SweepStudy study = claimCase.sweep();
        boolean passed = !study.descents().isEmpty();
        double worst = 0;
        List<String> got = new ArrayList<>();
        for (SearchAndDescent descent : study.descents()) {
            ScalingFit fit = descent.fallBesideTheory()
                    .orElseThrow(() -> new IllegalStateException(
                            "too few runs passed both levels" + SweepFindings.place(descent.fixed())));
            double half = quantile * fit.standardError();
            passed &= Math.abs(fit.exponent()) <= half + systematic
                    && half <= widest
                    && fit.points() == descent.dimension().length;
            worst = Math.max(worst, Math.abs(fit.exponent()) / fit.standardError());
            got.add(Format.plusMinus(fit.exponent(), fit.standardError()) + SweepFindings.place(descent.fixed()));
        }
        return new Finding(
                passed,
                "the ratio times α_c changes with N to the power 0 within the interval and ±"
                        + Format.number(systematic),
                String.join("; ", got),
                worst,
                List.of(claimCase.own(SweepFigures.of(study).stream()
                        .filter(figure -> figure.id().equals("descent-over-search"))
                        .findFirst()
                        .orElseThrow())));
    }
}
