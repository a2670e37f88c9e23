package org.sgdlimits.validation;

import java.util.List;
import java.util.Optional;
import org.sgdlimits.analysis.PhaseDiagram;
import org.sgdlimits.analysis.PhaseDiagram.Agreement;
import org.sgdlimits.analysis.PhaseDiagram.Cell;
import org.sgdlimits.analysis.SweepStudy;
import org.sgdlimits.report.Format;
import org.sgdlimits.report.SweepReport;

/**
 * A measured phase diagram against the theory's regions.
 *
 * <p>Passes when no point farther from the theory's lines than the sweep's margin differs in whether the target is found, some are
 * found and some are not, and no exponent measured there differs from the predicted one by more than {@code tolerance.exponent}.
 */
final class PhaseDiagramAgrees implements Check {

    @Override
    public List<String> keys() {
        return List.of();
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("exponent");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        double allowed = claimCase.tolerance().positive("exponent");
        SweepStudy study = claimCase.sweep();
        if (study.diagrams().size() != 1) {
            throw new IllegalArgumentException("model: expected a sweep with one phase diagram, got "
                    + study.diagrams().size());
        }
        PhaseDiagram diagram = study.diagrams().get(0);
        double margin = study.plan().diagram().orElseThrow().margin();
        List<Cell> cells = diagram.cells().stream().flatMap(List::stream).toList();
        long found = cells.stream().filter(Cell::found).count();
        Optional<Cell> farthest = diagram.farthest(margin);
        double gap = farthest.map(cell -> Math.abs(cell.exponent().orElseThrow()
                        - cell.series().predicted().orElseThrow()))
                .orElse(Double.NaN);
        boolean passed = diagram.count(Agreement.DISAGREES) == 0
                && diagram.count(Agreement.AGREES) > 0
                && found > 0
                && found < cells.size()
                && gap <= allowed;
        return Finding.exact(
                passed,
                "no point farther than " + Format.number(margin)
                        + " from a line differs from theory in whether the target is found; exponents there within "
                        + Format.number(allowed),
                diagram.count(Agreement.AGREES) + " points agree, " + diagram.count(Agreement.DIFFERS_NEAR_A_LINE)
                        + " differ near a line, " + diagram.count(Agreement.DISAGREES) + " disagree, "
                        + diagram.count(Agreement.NO_PREDICTION) + " without prediction; largest gap of an exponent "
                        + Format.number(gap)
                        + farthest.map(cell ->
                                        " at μ = " + Format.number(cell.mu()) + ", δ = " + Format.number(cell.delta()))
                                .orElse(""),
                claimCase.own(SweepReport.figures(study).get(0)));
    }
}
