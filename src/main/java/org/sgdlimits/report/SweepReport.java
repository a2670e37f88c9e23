package org.sgdlimits.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sgdlimits.analysis.PhaseDiagram;
import org.sgdlimits.analysis.PhaseDiagram.Cell;
import org.sgdlimits.analysis.ScalingFit;
import org.sgdlimits.analysis.ScalingSeries;
import org.sgdlimits.analysis.SearchAndDescent;
import org.sgdlimits.analysis.SweepAxis;
import org.sgdlimits.analysis.SweepFindings;
import org.sgdlimits.analysis.SweepPlan;
import org.sgdlimits.analysis.SweepPoint;
import org.sgdlimits.analysis.SweepStudy;

/** The report of a sweep: {@code report.html}, self-contained, and its plots as {@code plots/*.svg}. */
public final class SweepReport {

    private static final String LAWS =
            "T = C x^θ is fitted to the logarithms, weighted with the standard errors; of a median they"
                    + " are the bootstrap's, of a count of steps at least those of rounding. The second form keeps the finite-size"
                    + " correction of a search from overlaps of order 1/√d to a fixed one: along the drift, C d^(θ−e) ∫ dm/(m^(ℓ−1)(1−m²))"
                    + " from the start to the threshold, e = max(0, (ℓ−2)/2); where noise is of its order, with a fitted coefficient"
                    + " b. ± is one standard error; χ² is per degree of freedom.";

    private SweepReport() {}

    /**
     * Writes report and plots into an existing folder.
     *
     * @param name the sweep's name, the title of the page
     * @param facts what else is worth stating of the run, by term
     * @param renderer opened before the computation, so that it is ready
     * @throws IOException if a file cannot be written
     */
    public static void write(
            SweepStudy study, String name, Map<String, String> facts, Path folder, SvgRenderer renderer)
            throws IOException {
        List<Figure> figures = SweepFigures.of(study);
        List<String> findings = SweepFindings.of(study);
        Page page = Page.of(name, findings.get(0)).figures(figures).section("Findings");
        findings.forEach(page::paragraph);
        if (!study.series().isEmpty()) {
            page.section("Scaling laws").table(laws(study)).paragraph(LAWS);
        }
        List<PhaseDiagram> differing = study.diagrams().stream()
                .filter(diagram -> !differing(diagram).isEmpty())
                .toList();
        if (!differing.isEmpty()) {
            page.section("Where measurement and theory differ");
            differing.forEach(diagram -> page.table(new Table(
                    diagram.method() + SweepFindings.place(diagram.fixed()),
                    List.of("μ", "δ", "theory", "measured", "distance from the line", "agreement"),
                    differing(diagram))));
        }
        if (!study.descents().isEmpty()) {
            page.section("Search and descent").table(descents(study));
        }
        page.section("The grid")
                .facts(facts(study, facts))
                .table(ExitMethodsTable.of(
                        study.methods(),
                        study.points().stream().map(SweepPoint::exits).toList()));
        ReportFolder.write(page, figures, folder, renderer);
    }

    private static Table laws(SweepStudy study) {
        SweepPlan plan = study.plan();
        List<String> header = new ArrayList<>(List.of("method"));
        study.series().get(0).fixed().keySet().forEach(key -> header.add(SweepFindings.shortKey(key)));
        header.addAll(List.of("points", "θ", "χ²", "form with correction", "θ there", "χ²", "theory"));
        List<List<Table.Cell>> rows = new ArrayList<>();
        for (ScalingSeries series : study.series()) {
            List<Table.Cell> row = new ArrayList<>(List.of(Table.Cell.of(series.method())));
            series.fixed().values().forEach(value -> row.add(Table.Cell.of(value)));
            row.add(number(
                    series.power().map(fit -> Integer.toString(fit.points())).orElse("0")));
            row.add(number(exponent(series.power())));
            row.add(number(chiSquare(series.power(), 2)));
            row.add(Table.Cell.of(series.corrected().map(ScalingFit::form).orElse("–")));
            row.add(number(exponent(series.corrected())));
            row.add(number(chiSquare(series.corrected(), 3)));
            row.add(theory(series));
            rows.add(row);
        }
        return new Table(
                "Exponents of " + plan.scaling().orElseThrow().effort().words() + " over "
                        + plan.scaling().orElseThrow().over(),
                header,
                rows);
    }

    private static Table.Cell number(String text) {
        return new Table.Cell(text, Status.NONE, true);
    }

    private static String exponent(Optional<ScalingFit> fit) {
        return fit.map(law -> Double.isNaN(law.standardError())
                        ? Format.number(law.exponent())
                        : Format.plusMinus(law.exponent(), law.standardError()))
                .orElse("–");
    }

    private static String chiSquare(Optional<ScalingFit> fit, int parameters) {
        return fit.filter(law -> law.points() > parameters)
                .map(law -> Format.number(law.chiSquare() / (law.points() - parameters)))
                .orElse("–");
    }

    private static Table.Cell theory(ScalingSeries series) {
        OptionalDouble predicted = series.predicted();
        if (predicted.isEmpty()) {
            return number("–");
        }
        Status status = series.best()
                .filter(ScalingFit::isDecisive)
                .map(fit -> fit.holds(predicted.getAsDouble()) ? Status.OK : Status.NOTE)
                .orElse(Status.NONE);
        return new Table.Cell(Format.number(predicted.getAsDouble()), status, true);
    }

    private static List<List<Table.Cell>> differing(PhaseDiagram diagram) {
        List<List<Table.Cell>> rows = new ArrayList<>();
        for (List<Cell> line : diagram.cells()) {
            for (Cell cell : line) {
                boolean near = cell.agreement() == PhaseDiagram.Agreement.DIFFERS_NEAR_A_LINE;
                if (near || cell.agreement() == PhaseDiagram.Agreement.DISAGREES) {
                    rows.add(List.of(
                            Table.Cell.of(cell.mu()),
                            Table.Cell.of(cell.delta()),
                            Table.Cell.of(cell.region().orElseThrow().words()),
                            Table.Cell.of(cell.found() ? "found" : "not found"),
                            Table.Cell.of(cell.distance()),
                            near
                                    ? Table.Cell.of("differs near a line", Status.NOTE)
                                    : Table.Cell.of("disagrees", Status.BAD)));
                }
            }
        }
        return rows;
    }

    private static Table descents(SweepStudy study) {
        List<String> header = new ArrayList<>(List.of("method"));
        study.descents().get(0).fixed().keySet().forEach(key -> header.add(SweepFindings.shortKey(key)));
        header.addAll(List.of("N", "runs", "search, samples/N", "descent, samples/N", "descent/search", "times α_c"));
        List<List<Table.Cell>> rows = new ArrayList<>();
        for (SearchAndDescent descent : study.descents()) {
            for (int i = 0; i < descent.dimension().length; i++) {
                double n = descent.dimension()[i];
                List<Table.Cell> row = new ArrayList<>(List.of(Table.Cell.of(descent.method())));
                descent.fixed().values().forEach(value -> row.add(Table.Cell.of(value)));
                row.add(Table.Cell.of(n));
                row.add(Table.Cell.of(descent.runs()[i]));
                row.add(number(Format.plusMinus(descent.search()[i], descent.searchError()[i])));
                row.add(number(Format.plusMinus(descent.descent()[i], descent.descentError()[i])));
                row.add(number(Format.plusMinus(descent.ratio()[i], descent.ratioError()[i])));
                double ratio = descent.ratio()[i];
                double error = descent.ratioError()[i];
                row.add(number(descent.theory()
                        .map(theory -> theory.criticalSamples(n))
                        .map(samples -> Format.plusMinus(samples * ratio, samples * error))
                        .orElse("–")));
                rows.add(row);
            }
        }
        return new Table(
                "Samples of the search, up to the lower level, and of the descent from there to the upper one;"
                        + " α_c = 1, log N, N^(ℓ−2)",
                header,
                rows);
    }

    private static Map<String, String> facts(SweepStudy study, Map<String, String> extra) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (SweepAxis axis : study.plan().axes()) {
            facts.put(axis.key(), String.join(", ", axis.labels()));
        }
        facts.put("a run passes when", study.points().get(0).exits().threshold().describe());
        RunFacts.of(study.points().get(0).exits().problem(), extra)
                .forEach((term, value) -> facts.put(extra.containsKey(term) ? term : term + ", first point", value));
        return facts;
    }
}
