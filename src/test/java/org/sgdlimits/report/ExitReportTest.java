package org.sgdlimits.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgdlimits.analysis.ExitFindings;
import org.sgdlimits.analysis.ExitPlan;
import org.sgdlimits.analysis.ExitPlan.WidthRate;
import org.sgdlimits.analysis.ExitStudy;
import org.sgdlimits.method.Method;
import org.sgdlimits.method.Ode;
import org.sgdlimits.method.RawSgd;
import org.sgdlimits.method.ReducedSgd;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.Sde;
import org.sgdlimits.method.Threshold;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/** Reports of small exit studies: the files that are written, and what they say. */
@Tag("regression")
final class ExitReportTest {

    private static final Threshold FALL = Threshold.fall("excessRisk", 0.1);
    private static final RunSettings SETTINGS =
            RunSettings.defaults().withReplicas(8).withThreads(1);

    private static final Problem<Network> PROBLEM = Problem.of(
                    Network.student(1, Activation.SQUARE).teacher(1, Activation.SQUARE))
            .rule(TrainingRule.projected(0.1))
            .dimension(200)
            .start(Start.random(1))
            .until(Horizon.flowTime(8));

    private static SvgRenderer renderer;

    @TempDir
    private Path folder;

    @BeforeAll
    static void openRenderer() {
        renderer = new SvgRenderer();
    }

    @AfterAll
    static void closeRenderer() {
        renderer.close();
    }

    private String report(Set<String> figures, Problem<?> problem, ExitPlan plan, Method<?>... methods)
            throws IOException {
        ExitStudy study = ExitStudy.run(problem, SETTINGS, plan, List.of(methods));
        ExitReport.write(study, "a <name>", Map.of("machine", "this & that"), folder, renderer);
        String page = Files.readString(folder.resolve("report.html"));
        List<String> findings = ExitFindings.of(study);
        assertTrue(page.contains("<p class=\"lead\">" + Html.escape(findings.get(0)) + "</p>"));
        findings.forEach(finding -> assertTrue(page.contains("<p>" + Html.escape(finding) + "</p>"), finding));
        figures.forEach(id -> assertTrue(page.contains("<figure id=\"" + id + "\">"), id));
        assertEquals(new TreeSet<>(figures), plots());
        assertFalse(page.replaceAll("(?s)<script.*?</script>", "").contains("NaN"));
        assertTrue(page.contains("this &amp; that"));
        return page;
    }

    private Set<String> plots() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("plots"))) {
            Set<String> names = new TreeSet<>();
            files.forEach(file -> names.add(file.getFileName().toString().replaceAll("\\.svg$", "")));
            return names;
        }
    }

    @Test
    void aStudyOfOnePointShowsTheLawOfItsExits() throws IOException {
        String page = report(
                Set.of("exit-distribution"),
                PROBLEM.start(Start.overlap(0.1)),
                ExitPlan.of(FALL),
                new Ode(),
                new Sde(),
                new ReducedSgd(),
                new RawSgd());
        assertTrue(page.contains("formula, linearised"));
        assertTrue(page.contains("Brownian bridge"));
    }

    @Test
    void runsThatAreCensoredBoundTheMean() throws IOException {
        Problem<?> brief = PROBLEM.until(Horizon.flowTime(0.2));
        String page = report(Set.of("exit-distribution"), brief, ExitPlan.of(FALL), new Ode(), new ReducedSgd());
        assertTrue(page.contains("≥ "));
    }

    @Test
    void aScanOfTheDimensionHasItsFigure() throws IOException {
        String page = report(
                Set.of("exit-dimension", "exit-distribution"),
                PROBLEM,
                ExitPlan.of(FALL).dimensions(100, 200, 400),
                new Ode(),
                new ReducedSgd());
        assertTrue(page.contains("d = 100, 200, 400"));
        assertTrue(page.contains("ode, typical start"));
    }

    @Test
    void aScanOfTheLearningRateMarksTheOptimum() throws IOException {
        String page = report(
                Set.of("exit-rate", "exit-distribution"),
                PROBLEM,
                ExitPlan.of(FALL).learningRates(0.04, 0.08, 0.12),
                new Ode(),
                new ReducedSgd());
        assertTrue(page.contains("optimum by formula, 0.08333"));
    }

    @Test
    void aScanOfTheWidthHasItsGain() throws IOException {
        String page = report(
                Set.of("exit-width", "exit-gain", "exit-distribution"),
                PROBLEM,
                ExitPlan.of(FALL).widths(WidthRate.OPTIMAL, 1, 2),
                new ReducedSgd());
        assertTrue(page.contains("(12 + Δ)/(2 + Δ) = 6"));
    }
}
