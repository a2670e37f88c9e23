package org.sgdlimits.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sgdlimits.analysis.EscapeFormula;
import org.sgdlimits.analysis.ExitFindings;
import org.sgdlimits.analysis.ExitPlan.Varied;
import org.sgdlimits.analysis.ExitStatistics;
import org.sgdlimits.analysis.ExitStudy;
import org.sgdlimits.analysis.ExitTimes;
import org.sgdlimits.analysis.ExitTimes.OfMethod;
import org.sgdlimits.method.Passage;

/** The report of an exit study: {@code report.html}, self-contained, and its plots as {@code plots/*.svg}. */
public final class ExitReport {

    private static final String HOW =
            "Times of exit: of the ODE, root-found on its dense output; of the SDE, the chance of"
                    + " a passing between two Euler points by the Brownian bridge; of SGD and the mean map, the exact step."
                    + " A run that has not exited by the horizon is censored there and counts: medians are those of the"
                    + " Kaplan–Meier curve, means are restricted to the last time seen, a lower bound where runs are censored."
                    + " Intervals are 95 % percentile intervals of " + ExitStatistics.RESAMPLES
                    + " bootstrap resamples; ± is one standard error.";

    private static final List<String> COLUMNS = List.of(
            "method or formula",
            "runs",
            "exited",
            "mean flow time",
            "95 % interval",
            "median flow time",
            "mean SGD steps");

    private ExitReport() {}

    /**
     * Writes report and plots into an existing folder.
     *
     * @param name the model's name, the title of the page
     * @param facts what else is worth stating of the run, by term
     * @param renderer opened before the computation, so that it is ready
     * @throws IOException if a file cannot be written
     */
    public static void write(ExitStudy study, String name, Map<String, String> facts, Path folder, SvgRenderer renderer)
            throws IOException {
        List<Figure> figures = ExitFigures.of(study);
        List<String> findings = ExitFindings.of(study);
        Page page = Page.of(name, findings.get(0)).figures(figures).section("Findings");
        findings.forEach(page::paragraph);
        page.section("Exit times").table(timesTable(study)).paragraph(HOW);
        page.section("The run").facts(facts(study, facts)).table(ExitMethodsTable.of(study.methods(), study.points()));
        ReportFolder.write(page, figures, folder, renderer);
    }

    private static Map<String, String> facts(ExitStudy study, Map<String, String> extra) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("a run exits when", study.plan().threshold().describe());
        Varied varied = study.plan().varied();
        if (varied != Varied.NOTHING) {
            facts.put(
                    "varied",
                    ExitScanFigures.symbol(varied) + " = "
                            + Arrays.stream(study.values())
                                    .mapToObj(Format::number)
                                    .collect(Collectors.joining(", "))
                            + "; what follows is the first point");
        }
        facts.putAll(
                RunFacts.of(study.points().get(0).problem(), study.settings().seed(), extra));
        return facts;
    }

    private static Table timesTable(ExitStudy study) {
        boolean scan = study.plan().varied() != Varied.NOTHING;
        List<String> header = new ArrayList<>(
                scan ? List.of(ExitScanFigures.symbol(study.plan().varied())) : List.of());
        header.addAll(COLUMNS);
        List<List<Table.Cell>> rows = new ArrayList<>();
        for (int i = 0; i < study.points().size(); i++) {
            for (List<Table.Cell> row : rows(study.points().get(i))) {
                List<Table.Cell> cells = new ArrayList<>(scan ? List.of(Table.Cell.of(study.values()[i])) : List.of());
                cells.addAll(row);
                rows.add(cells);
            }
        }
        return new Table("Exit times by method and by formula", header, rows);
    }

    private static List<List<Table.Cell>> rows(ExitTimes point) {
        List<List<Table.Cell>> rows = new ArrayList<>();
        point.methods().forEach(method -> rows.add(row(method)));
        point.typical().ifPresent(passage -> rows.add(row(passage)));
        point.formula().ifPresent(formula -> point.formulas().forEach(estimate -> rows.add(row(formula, estimate))));
        return rows;
    }

    private static List<Table.Cell> row(OfMethod method) {
        ExitStatistics time = method.flowTime();
        boolean single = method.isSingle();
        boolean none = time.exited() == 0;
        String bound = time.isLowerBound() ? "≥ " : "";
        return cells(
                Table.Cell.of(method.name()),
                Format.number(time.runs()),
                Format.number(time.exited()),
                bound + (single || none ? Format.number(time.mean()) : Format.plusMinus(time.mean(), time.meanError())),
                single || none ? "–" : Format.number(time.meanLow()) + " to " + Format.number(time.meanHigh()),
                Format.number(time.median().orElse(Double.NaN)),
                bound
                        + (single || none
                                ? Format.number(method.steps().mean())
                                : Format.plusMinus(
                                        method.steps().mean(), method.steps().meanError())));
    }

    private static List<Table.Cell> row(Passage typical) {
        String bound = typical.exited() ? "" : "≥ ";
        return cells(
                Table.Cell.of(ExitFigures.TYPICAL),
                "1",
                typical.exited() ? "1" : "0",
                bound + Format.number(typical.at().flowTime()),
                "–",
                "–",
                bound + Format.number(typical.at().step()));
    }

    private static List<Table.Cell> row(EscapeFormula formula, EscapeFormula.Estimate estimate) {
        double steps = formula.steps(estimate.flowTime());
        boolean exact = estimate.standardError() == 0;
        return cells(
                Table.Cell.of("formula, " + estimate.name()),
                "–",
                "–",
                exact
                        ? Format.number(estimate.flowTime())
                        : Format.plusMinus(estimate.flowTime(), estimate.standardError()),
                "–",
                "–",
                exact ? Format.number(steps) : Format.plusMinus(steps, formula.steps(estimate.standardError())));
    }

    private static List<Table.Cell> cells(Table.Cell name, String... numbers) {
        List<Table.Cell> cells = new ArrayList<>();
        cells.add(name);
        for (String number : numbers) {
            cells.add(new Table.Cell(number, Status.NONE, true));
        }
        return cells;
    }
}
