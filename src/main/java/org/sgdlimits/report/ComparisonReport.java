package org.sgdlimits.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sgdlimits.analysis.Comparison;
import org.sgdlimits.analysis.DataTask;
import org.sgdlimits.analysis.DataTheory;
import org.sgdlimits.analysis.DataWarning;
import org.sgdlimits.analysis.Derivation;
import org.sgdlimits.analysis.Gap;
import org.sgdlimits.analysis.Grade;
import org.sgdlimits.analysis.ModelTask;
import org.sgdlimits.analysis.Verdict;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;

/** The report of a comparison: {@code report.html}, self-contained, and its plots as {@code plots/*.svg}. */
public final class ComparisonReport {

    private ComparisonReport() {}

    /**
     * Writes report and plots into an existing folder.
     *
     * @param name the model's name, the title of the page
     * @param facts what else is worth stating of the run, by term
     * @throws IOException if a file cannot be written
     */
    public static void write(Comparison comparison, String name, Map<String, String> facts, Path folder)
            throws IOException {
        try (SvgRenderer renderer = new SvgRenderer()) {
            write(comparison, name, facts, folder, renderer);
        }
    }

    /** As {@link #write(Comparison, String, Map, Path)}, with a renderer that was opened before the computation. */
    public static void write(
            Comparison comparison, String name, Map<String, String> facts, Path folder, SvgRenderer renderer)
            throws IOException {
        List<Figure> figures = new ArrayList<>(ComparisonFigures.of(comparison));
        figures.addAll(ParticleFigures.of(comparison));
        Page page = Page.of(name, comparison.sentence()).figures(figures);
        if (comparison.task() instanceof DataTask data) {
            DataWarning.of(data).ifPresent(warning -> page.paragraph(warning + "."));
        }
        if (!comparison.verdicts().isEmpty()) {
            page.section("Verdict");
            comparison.verdicts().forEach(verdict -> page.paragraph(paragraph(verdict)));
            page.table(verdictTable(comparison));
        }
        LateTimesTables.add(comparison.lateTimes(), page);
        page.section("The run")
                .facts(RunFacts.of(comparison.task(), comparison.settings().seed(), facts))
                .table(methodTable(comparison));
        if (comparison.task() instanceof ModelTask model) {
            addDerivation(page, comparison, model.problem());
        } else if (comparison.task() instanceof DataTask data) {
            figures.addAll(DataTheoryPart.add(DataTheory.of(data), page));
        }
        ReportFolder.write(page, figures, folder, renderer);
    }

    private static void addDerivation(Page page, Comparison comparison, Problem<?> problem) {
        // particles have expectations of their own, named in the table above, and may be too many for those of all
        // pairs
        boolean onlyParticles = comparison.trajectories().stream()
                .allMatch(trajectory -> trajectory.method().equals("meanfield"));
        if (problem.model() instanceof FieldModel && !onlyParticles) {
            page.section("How the expectations were computed");
            if (comparison.trajectories().stream().anyMatch(t -> t.method().equals("meanfield"))) {
                page.paragraph(
                        "Those of the overlaps' law. The mean field has rules of its own, named beside it above.");
            }
            page.table(derivationTable(comparison, problem));
        }
    }

    private static String paragraph(Verdict verdict) {
        StringBuilder text = new StringBuilder(verdict.sentence());
        verdict.spreadRatio().ifPresent(ratio -> text.append(" The spread of its ")
                .append(verdict.gaps().get(0).observable())
                .append(" over runs is ")
                .append(Format.number(ratio))
                .append(" times that of ")
                .append(verdict.reference())
                .append('.'));
        if (!verdict.advice().isEmpty()) {
            text.append(' ').append(verdict.advice());
        }
        return text.toString();
    }

    private static Table verdictTable(Comparison comparison) {
        List<List<Table.Cell>> rows = new ArrayList<>();
        for (Verdict verdict : comparison.verdicts()) {
            for (Gap gap : verdict.gaps()) {
                rows.add(List.of(
                        Table.Cell.of(verdict.method()),
                        Table.Cell.of(gap.observable()),
                        Table.Cell.of(gap.grade().label(), status(gap.grade())),
                        Table.Cell.of(gap.gap()),
                        Table.Cell.of(gap.tau()),
                        Table.Cell.of(gap.standardErrors()),
                        Table.Cell.of(gap.deviations())));
            }
        }
        return new Table(
                "Largest gap of each method's mean to that of "
                        + comparison.reference().orElseThrow(),
                List.of(
                        "method",
                        "observable",
                        "verdict",
                        "gap",
                        comparison.task() instanceof DataTask ? "at epoch" : "at τ",
                        "in standard errors",
                        "largest gap / one run's deviation"),
                rows);
    }

    static Status status(Grade grade) {
        return switch (grade) {
            case AGREES -> Status.OK;
            case AGREES_UP_TO_FINITE_SIZE -> Status.NOTE;
            case DISAGREES -> Status.BAD;
        };
    }

    private static Table methodTable(Comparison comparison) {
        List<List<Table.Cell>> rows = new ArrayList<>();
        for (int i = 0; i < comparison.trajectories().size(); i++) {
            Trajectory trajectory = comparison.trajectories().get(i);
            boolean completed = trajectory.outcome().isCompleted();
            rows.add(List.of(
                    Table.Cell.of(trajectory.method()),
                    completed
                            ? Table.Cell.of("completed", Status.OK)
                            : Table.Cell.of(trajectory.outcome().message(), Status.BAD),
                    Table.Cell.of(trajectory.replicas()),
                    Table.Cell.of(comparison.timings().get(i).seconds()),
                    Table.Cell.of(details(trajectory))));
        }
        return new Table("Methods", List.of("method", "outcome", "runs", "seconds", "details"), rows);
    }

    private static String details(Trajectory trajectory) {
        List<String> parts = RunFacts.details(trajectory.facts());
        Map<String, Long> counts = new LinkedHashMap<>(trajectory.counts());
        Long switched = counts.remove(Trajectory.SWITCHED);
        Long stepsBefore = counts.remove(Trajectory.STEPS_BEFORE_SWITCH);
        counts.forEach((term, value) -> parts.add(term + " " + value));
        if (switched != null) {
            parts.add("switched " + switched + " of " + trajectory.replicas() + " runs"
                    + (switched == 0 ? "" : ", mean switch step " + Format.number((double) stepsBefore / switched)));
        }
        return String.join(", ", parts);
    }

    private static Table derivationTable(Comparison comparison, Problem<?> stated) {
        @SuppressWarnings("unchecked")
        Problem<? extends FieldModel> problem = (Problem<? extends FieldModel>) stated.firstStage();
        List<List<Table.Cell>> rows = new ArrayList<>();
        for (Derivation.Expectation line :
                Derivation.of(problem, comparison.settings().seed(), 0).expectations()) {
            rows.add(List.of(
                    Table.Cell.of(line.quantity()),
                    Table.Cell.of(line.how()),
                    Table.Cell.of(line.size()),
                    line.closedFormGap().isPresent() ? Table.Cell.of("rounding") : Table.Cell.of(line.error()),
                    line.closedFormGap().isPresent()
                            ? Table.Cell.of(
                                    Format.plusMinus(line.closedFormGap().getAsDouble(), line.error()))
                            : Table.Cell.of("no closed form")));
        }
        return new Table(
                "Expectations at the start",
                List.of("quantity", "computed by", "largest entry", "estimated error", "closed form − quadrature"),
                rows);
    }
}
