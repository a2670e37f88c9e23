package org.sgdlimits.validation;

import java.util.List;
import java.util.Optional;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.sgdlimits.analysis.PhaseDiagram;
import org.sgdlimits.analysis.PhaseDiagram.Agreement;
import org.sgdlimits.analysis.PhaseDiagram.Cell;
import org.sgdlimits.analysis.SweepStudy;
import org.sgdlimits.report.Format;
import org.sgdlimits.report.SweepFigures;

/**
 * A measured phase diagram against the theory's regions.
 *
 * <p>Passes when no point farther from the theory's lines than the sweep's margin differs in whether the target is found, some are
 * found and some are not, and every exponent measured there in the region of learning is the predicted one within
 * {@code tolerance.systematic} and the error of its fit at level {@code tolerance.confidence}, divided by the number of exponents.
 */
final class PhaseDiagramAgrees implements Check {

    @Override
    public List<String> keys() {
        return List.of();
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("confidence", "systematic");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        double systematic = claimCase.tolerance().positive("systematic");
        double alarm = 1 - claimCase.probability("confidence");
        SweepStudy study = claimCase.sweep();
        if (study.diagrams().size() != 1) {
            throw new IllegalArgumentException("model: expected a sweep with one phase diagram, got "
                    + study.diagrams().size());
        }
        PhaseDiagram diagram = study.diagrams().get(0);
        double margin = study.plan().diagram().orElseThrow().margin();
        List<Cell> cells = diagram.cells().stream().flatMap(List::stream).toList();
        long found = cells.stream().filter(Cell::found).count();
        List<Cell> fitted = diagram.fitted(margin);
        double quantile = new NormalDistribution().inverseCumulativeProbability(1 - 0.5 * alarm / fitted.size());
        List<Cell> off = fitted.stream()
                .filter(cell -> cell.exponentGap() > systematic + quantile * cell.exponentError())
                .toList();
        Optional<Cell> farthest = diagram.farthest(margin);
        boolean passed = diagram.count(Agreement.DISAGREES) == 0
                && found > 0
                && found < cells.size()
                && !fitted.isEmpty()
                && off.isEmpty();
        return Finding.exact(
                passed,
                "no point farther than " + Format.number(margin)
                        + " from a line differs from theory in whether the target is found; exponents there within "
                        + Format.number(systematic) + " and " + Format.number(quantile) + " standard errors",
                diagram.count(Agreement.AGREES) + " points agree, " + diagram.count(Agreement.DIFFERS_NEAR_A_LINE)
                        + " differ near a line, " + diagram.count(Agreement.DISAGREES) + " disagree, "
                        + diagram.count(Agreement.NO_PREDICTION) + " without prediction; of " + fitted.size()
                        + " exponents " + off.size() + " are off"
                        + farthest.map(cell -> "; the largest gap is "
                                        + Format.plusMinus(cell.exponentGap(), cell.exponentError()) + " at μ = "
                                        + Format.number(cell.mu()) + ", δ = " + Format.number(cell.delta()))
                                .orElse(""),
                claimCase.own(SweepFigures.of(study).get(0)));
    }
}
