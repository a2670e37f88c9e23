package org.sgdlimits.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.method.Outcome;
import org.sgdlimits.method.Passage;
import org.sgdlimits.method.Passages;
import org.sgdlimits.method.Threshold;
import org.sgdlimits.method.Trajectory.Instant;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.TrainingRule;

/** Samples of search and descent from passages made by hand. */
@Tag("validation")
final class SearchAndDescentTest {

    private static final int BATCH = 3;

    /** Steps of the passages; a negative one is of a run that never passes. */
    private static SweepPoint point(long dimension, double level, double... steps) {
        Problem<?> problem = Problem.of(Network.student(1, Activation.SQUARE).teacher(1, Activation.SQUARE))
                .rule(TrainingRule.projected(0.1).withBatch(BATCH))
                .dimension(dimension);
        List<Passage> runs = new ArrayList<>();
        for (double step : steps) {
            Passage.Kind kind = step < 0 ? Passage.Kind.CENSORED : Passage.Kind.EXITED;
            double at = step < 0 ? 1000 : step;
            runs.add(new Passage(kind, new Instant(at, at / dimension, 0.1 * at / dimension), Outcome.completed()));
        }
        return new SweepPoint(
                List.of(Double.toString(level)),
                new ExitTimes(
                        problem,
                        Threshold.above("|M|", level),
                        List.of(ExitTimes.ofMethod(new Passages("reduced", runs, Map.of()), 1, 0)),
                        Optional.empty(),
                        List.of()));
    }

    private static SearchAndDescent of(List<SweepPoint> searching, List<SweepPoint> descending) {
        return SearchAndDescent.of("reduced", Map.of(), searching, descending);
    }

    /** numpy: mean, std(ddof=1)/√5, and √((Var b − 2 r Cov + r² Var a)/5)/mean(a) of the same pairs. */
    @Test
    void meansAndTheErrorOfTheirRatioAreThoseOfNumpy() {
        SearchAndDescent pairs =
                of(List.of(point(50, 0.2, 12, 30, 18, 25, 41)), List.of(point(50, 0.8, 40, 47, 44, 60, 63)));
        assertArrayEquals(new double[] {50}, pairs.dimension(), 0);
        assertEquals(5, pairs.runs()[0]);
        assertEquals(1.512, pairs.search()[0], 1e-15);
        assertEquals(0.29963978374041056, pairs.searchError()[0], 1e-15);
        assertEquals(1.536, pairs.descent()[0], 1e-15);
        assertEquals(0.18059900331950893, pairs.descentError()[0], 1e-15);
        assertEquals(1.0158730158730158, pairs.ratio()[0], 1e-15);
        assertEquals(0.2762762151517025, pairs.ratioError()[0], 1e-15);
    }

    @Test
    void onlyRunsThatPassedBothLevelsCount() {
        SearchAndDescent some = of(
                List.of(point(50, 0.2, 12, 30, -1, 18, 77, 25, 41)),
                List.of(point(50, 0.8, 40, 47, -1, 44, -1, 60, 63)));
        assertEquals(5, some.runs()[0]);
        assertEquals(1.0158730158730158, some.ratio()[0], 1e-15);
        assertEquals(0.2762762151517025, some.ratioError()[0], 1e-15);
    }

    /** Descent the same, search N^2 steps: samples of descent over search fall like 1/N^2. */
    @Test
    void theFallOfTheRatioIsItsPowerOfTheDimension() {
        SearchAndDescent falling = of(
                List.of(point(10, 0.2, 90, 110), point(100, 0.2, 9000, 11000)),
                List.of(point(10, 0.8, 190, 210), point(100, 0.8, 9100, 11100)));
        assertEquals(-2, falling.fall().orElseThrow().exponent(), 1e-14);
        // information exponent 2: α_c = log N
        assertEquals(
                -2 + Math.log10(2), falling.fallBesideTheory().orElseThrow().exponent(), 1e-14);
    }

    /** What no run, or one alone, tells has no weight; the sentences still stand. */
    @Test
    @Tag("regression")
    void dimensionsWithoutPairsAreLeftOutOfTheFall() {
        List<SweepPoint> searching = List.of(
                point(10, 0.2, -1, -1), point(20, 0.2, 5, -1), point(40, 0.2, 50, 60), point(80, 0.2, 200, 230));
        List<SweepPoint> descending = List.of(
                point(10, 0.8, -1, -1), point(20, 0.8, 8, -1), point(40, 0.8, 70, 90), point(80, 0.8, 220, 260));
        SearchAndDescent sparse = of(searching, descending);
        assertTrue(Double.isNaN(sparse.ratio()[0]));
        assertEquals(2, sparse.fall().orElseThrow().points());
        SweepPlan plan = new SweepPlan(
                List.of(
                        new SweepAxis(SweepAxis.DIMENSION, List.of("10", "20", "40", "80")),
                        new SweepAxis(SweepAxis.LEVEL, List.of("0.2", "0.8"))),
                SweepPlan.Statistic.MEDIAN,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new SweepPlan.Descent(0.2, 0.8)));
        String said = SweepFindings.of(new SweepStudy(plan, searching, List.of(), List.of(), List.of(sparse)))
                .get(0);
        assertTrue(
                said.startsWith(
                        "Reduced SGD: descent over search takes samples in the ratio unknown, as no run passed both"
                                + " levels after its start, at N = 10 and 0.116 ± 0.015 at N = 80"),
                said);
    }
}
