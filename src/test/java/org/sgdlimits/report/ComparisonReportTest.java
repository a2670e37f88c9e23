package org.sgdlimits.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgdlimits.analysis.Comparison;
import org.sgdlimits.method.Method;
import org.sgdlimits.method.Ode;
import org.sgdlimits.method.RawSgd;
import org.sgdlimits.method.ReducedSgd;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.SaveTimes;
import org.sgdlimits.method.Sde;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Limit;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;
import org.xml.sax.SAXException;

/** Reports of small comparisons: the files that are written, and what they say. */
@Tag("regression")
final class ComparisonReportTest {

    private static final RunSettings SETTINGS =
            RunSettings.defaults().withPoints(6).withReplicas(8).withThreads(1);

    private static final Problem<Network> PROBLEM = Problem.of(
                    Network.student(1, Activation.SQUARE).teacher(1, Activation.SQUARE))
            .rule(TrainingRule.projected(0.05))
            .dimension(50)
            .start(Start.overlap(0.2))
            .until(Horizon.steps(200));

    private static final Pattern FIGURE = Pattern.compile("<figure id=\"([^\"]+)\">");

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

    private String report(Problem<?> problem, RunSettings settings, Method<?>... methods) throws IOException {
        Comparison comparison = Comparison.run(problem, settings, List.of(methods));
        ComparisonReport.write(comparison, "a <name>", Map.of("machine", "this & that"), folder, renderer);
        String page = Files.readString(folder.resolve("report.html"));
        assertTrue(page.contains("<p class=\"lead\">" + Html.escape(comparison.sentence()) + "</p>"));
        assertEquals(figures(page), plots());
        return page;
    }

    private static Set<String> figures(String page) {
        return FIGURE.matcher(page)
                .results()
                .map(MatchResult::group)
                .map(ComparisonReportTest::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String id(String tag) {
        return tag.substring("<figure id=\"".length(), tag.length() - "\">".length());
    }

    /** The names of the plots, every one well-formed XML. */
    private Set<String> plots() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder.resolve("plots"))) {
            for (Path file : files.toList()) {
                wellFormed(Files.readString(file));
                names.add(file.getFileName().toString().replaceAll("\\.svg$", ""));
            }
        }
        return names;
    }

    private static void wellFormed(String xml) throws IOException {
        try {
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        } catch (ParserConfigurationException | SAXException broken) {
            throw new AssertionError(xml, broken);
        }
    }

    @Test
    void aComparisonHasItsVerdictAndAPlotForEachFigure() throws IOException {
        String page = report(PROBLEM, SETTINGS, new Ode(), new Sde(), new ReducedSgd(), new RawSgd());
        Set<String> figures = figures(page);
        assertTrue(figures.containsAll(Set.of("excessRisk", "overlaps-M", "gap", "spread")), figures::toString);
        assertFalse(figures.contains("risk"), "excess risk stands for it");
        assertFalse(figures.contains("overlaps-Q"), "Q[1,1] = 1 does not move");
        assertTrue(page.contains("<h1>a &lt;name&gt;</h1>"));
        assertTrue(page.contains("this &amp; that"));
        assertTrue(page.contains("the band holds 90 % of the runs of sgd."));
        assertTrue(page.contains("How the expectations were computed"));
        // every element that is opened is closed; scripts and drawings are left out
        String body = page.substring(page.indexOf("<main>"), page.indexOf("</main>") + "</main>".length())
                .replaceAll("(?s)<script.*?</script>", "");
        wellFormed(body);
    }

    @Test
    void withoutSgdThereIsNoVerdictAndNoWordOfSgd() throws IOException {
        String page = report(PROBLEM, SETTINGS, new Ode());
        assertTrue(page.contains("No verdict: nothing was held against SGD."));
        assertFalse(page.contains("<h2>Verdict</h2>"));
        assertFalse(page.contains("runs of"));
        assertFalse(figures(page).contains("gap"));
        assertTrue(report(PROBLEM, SETTINGS, new Ode(), new Sde()).contains("the band holds 90 % of the runs of sde."));
    }

    @Test
    void aSingleRunOfSgdIsDrawnWithoutABand() throws IOException {
        String page = report(PROBLEM, SETTINGS.withReplicas(1), new Ode(), new RawSgd());
        assertTrue(page.contains("a single run of SGD has no standard error"));
        assertFalse(page.contains("the band holds"));
    }

    @Test
    void aRunThatFailedIsReportedUpToItsFailure() throws IOException {
        String page = report(PROBLEM.rule(TrainingRule.plain(500)), SETTINGS, new Ode(), new ReducedSgd());
        assertTrue(page.contains("The ODE did not reach the horizon: "));
    }

    @Test
    void atMostEightEntriesShareAFigure() throws IOException {
        Problem<Network> wide = Problem.of(Network.student(4, Activation.SQUARE).teacher(3, Activation.SQUARE))
                .rule(TrainingRule.plain(0.1))
                .dimension(50)
                .start(Start.overlaps(matrix(4, 3, 0, 0.1), matrix(4, 4, 1, 0.1), matrix(3, 3, 1, 0)))
                .until(Horizon.steps(50));
        Comparison comparison = Comparison.of(wide, SETTINGS, new Ode(), new ReducedSgd());
        for (Figure figure : ComparisonFigures.of(comparison)) {
            assertTrue(
                    figure.series().stream()
                                    .filter(Series.Line.class::isInstance)
                                    .count()
                            <= 8,
                    figure::id);
            if (figure.id().equals("overlaps-M")) {
                assertEquals(
                        "Lines: ode. Markers: mean of reduced, bars: 5 to 95 % of the runs. The other 4 entries are in"
                                + " trajectories.csv.",
                        figure.caption());
            }
        }
        report(wide, SETTINGS, new Ode(), new ReducedSgd());
    }

    private static double[][] matrix(int rows, int columns, double diagonal, double other) {
        double[][] matrix = new double[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                matrix[i][j] = i == j && diagonal > 0 ? diagonal : other;
            }
        }
        return matrix;
    }

    @Test
    void logSpacingHasALogarithmicTimeAxis() throws IOException {
        RunSettings log = SETTINGS.withSpacing(SaveTimes.Spacing.LOG);
        Comparison comparison = Comparison.of(PROBLEM, log, new Ode(), new ReducedSgd());
        for (Figure figure : ComparisonFigures.of(comparison)) {
            assertTrue(figure.x().logarithmic(), figure.id());
            assertEquals("SGD steps", figure.x().label());
        }
        report(PROBLEM, log, new Ode(), new ReducedSgd());
    }

    /** Statistics named as figures are, or as no file can be. */
    @Test
    void statisticsOfOnesOwnAreShownUnderTheirNames() throws IOException {
        String page = report(Problem.<Limit>of(new Decay()).start(Start.state(1, 2, 3)), SETTINGS, new Ode());
        assertTrue(page.contains(Html.escape("statistics of one's own: gap, 1/x, q[1]")));
        assertFalse(page.contains("How the expectations were computed"));
        assertEquals(Set.of("observable-gap", "observable-1_x", "overlaps-q"), figures(page));
    }

    private record Decay() implements Limit {
        @Override
        public List<String> statistics() {
            return List.of("gap", "1/x", "q[1]");
        }

        @Override
        public void drift(double tau, double[] state, double[] out) {
            for (int i = 0; i < out.length; i++) {
                out[i] = -state[i];
            }
        }
    }
}
