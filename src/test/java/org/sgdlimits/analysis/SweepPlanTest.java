package org.sgdlimits.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sgdlimits.analysis.PhaseDiagram.Agreement;
import org.sgdlimits.analysis.PhaseDiagram.Cell;
import org.sgdlimits.analysis.SweepPlan.Descent;
import org.sgdlimits.analysis.SweepPlan.Diagram;
import org.sgdlimits.analysis.SweepPlan.Scaling;
import org.sgdlimits.analysis.SweepPlan.Statistic;

/** What a sweep may vary and ask for, in which order, and how its cells are held against the theory. */
@Tag("regression")
final class SweepPlanTest {

    private static final SweepAxis MU = new SweepAxis("training.batch.mu", List.of("0", "0.5", "1"));
    private static final SweepAxis DELTA = new SweepAxis("training.learningRate.delta", List.of("-1", "0"));
    private static final SweepAxis DIMENSION = new SweepAxis("run.dimension", List.of("50", "100"));
    private static final SweepAxis LOSS = new SweepAxis("model.loss", List.of("square", "correlation"));
    private static final SweepAxis LEVELS = new SweepAxis("exit.above", List.of("0.1", "0.9"));
    private static final Optional<Scaling> LAW = Optional.of(new Scaling("run.dimension", Effort.STEPS));
    private static final Optional<Diagram> PICTURE = Optional.of(new Diagram(MU.key(), DELTA.key(), 0.2));
    private static final Optional<Descent> BOTH = Optional.of(new Descent(0.1, 0.9));

    private static SweepPlan plan(
            Optional<Scaling> law, Optional<Diagram> picture, Optional<Descent> levels, SweepAxis... axes) {
        return new SweepPlan(List.of(axes), Statistic.MEDIAN, law, picture, levels);
    }

    private static void refused(String message, Executable executable) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, executable).getMessage());
    }

    @Test
    void theLastAxisVariesFastest() {
        SweepPlan plan = plan(LAW, PICTURE, Optional.empty(), LOSS, MU, DELTA, DIMENSION);
        assertEquals(2 * 3 * 2 * 2, plan.points());
        assertEquals(List.of("square", "0", "-1", "50"), plan.labels(0));
        assertEquals(List.of("square", "0", "-1", "100"), plan.labels(1));
        assertEquals(List.of("square", "0", "0", "50"), plan.labels(2));
        assertEquals(List.of("square", "0.5", "-1", "50"), plan.labels(4));
        assertEquals(List.of("correlation", "1", "0", "100"), plan.labels(23));
        assertEquals(2, plan.index("training.learningRate.delta"));
    }

    @Test
    void moreThanTwoToThe31PointsAreManyAndNotNegative() {
        SweepAxis[] axes = IntStream.range(0, 4)
                .mapToObj(a -> new SweepAxis(
                        "k" + a,
                        IntStream.range(0, 1000).mapToObj(Integer::toString).toList()))
                .toArray(SweepAxis[]::new);
        assertEquals(
                Integer.MAX_VALUE,
                plan(Optional.empty(), Optional.empty(), Optional.empty(), axes).points());
    }

    @Test
    void axesHoldValuesAndNoneTwice() {
        refused(
                "grid.run.dimension: expected at least one value and none twice, got []",
                () -> new SweepAxis("run.dimension", List.of()));
        refused(
                "grid.run.dimension: expected at least one value and none twice, got [5, 5]",
                () -> new SweepAxis("run.dimension", List.of("5", "5")));
        assertTrue(LOSS.numbers().isEmpty());
        assertArrayEquals(new double[] {50, 100}, DIMENSION.numbers().orElseThrow(), 0);
    }

    @Test
    void whatIsAskedForMustBeVaried() {
        Optional<Scaling> none = Optional.empty();
        refused(
                "grid: expected at least one key to vary, such as {\"run.dimension\": [100, 1000]}",
                () -> plan(none, Optional.empty(), Optional.empty()));
        refused(
                "fit.over: expected an axis of the grid, \"model.loss\", got \"run.dimension\"; a key that varies together with others is no axis of its own",
                () -> plan(LAW, Optional.empty(), Optional.empty(), LOSS));
        refused(
                "phaseDiagram.delta: expected an axis of the grid, \"training.batch.mu\" or \"run.dimension\", got"
                        + " \"training.learningRate.delta\"; a key that varies together with others is no axis of its own",
                () -> plan(LAW, PICTURE, Optional.empty(), MU, DIMENSION));
        refused(
                "fit: expected {\"over\": \"run.dimension\"} beside phaseDiagram, which shows the exponents of that fit",
                () -> plan(none, PICTURE, Optional.empty(), MU, DELTA));
        refused(
                "searchAndDescent: expected an axis of the grid, \"run.dimension\", got \"exit.above\"; a key that varies together"
                        + " with others is no axis of its own",
                () -> plan(none, Optional.empty(), BOTH, DIMENSION));
    }

    @Test
    void whatIsAskedForMustMakeSense() {
        SweepAxis falling = new SweepAxis("run.dimension", List.of("100", "50"));
        SweepAxis twice = new SweepAxis("run.dimension", List.of("50", "50.0"));
        refused(
                "grid.run.dimension: expected increasing numbers, as the fit runs over it, got [100, 50]",
                () -> plan(LAW, Optional.empty(), Optional.empty(), falling));
        refused(
                "grid.run.dimension: expected increasing numbers, as the fit runs over it, got [50, 50.0]",
                () -> plan(LAW, Optional.empty(), Optional.empty(), twice));
        refused(
                "grid.model.loss: expected numbers, as the fit runs over it, got [square, correlation]",
                () -> plan(
                        Optional.of(new Scaling("model.loss", Effort.STEPS)),
                        Optional.empty(),
                        Optional.empty(),
                        LOSS));
        refused(
                "grid.training.batch.mu: expected numbers > 0, as the fit takes their logarithms, got 0.0",
                () -> plan(Optional.of(new Scaling(MU.key(), Effort.STEPS)), Optional.empty(), Optional.empty(), MU));
        refused(
                "phaseDiagram.margin: expected a number >= 0, got -0.1",
                () -> plan(LAW, Optional.of(new Diagram(MU.key(), DELTA.key(), -0.1)), BOTH, MU, DELTA, DIMENSION));
        refused(
                "phaseDiagram: expected three keys for mu, delta and fit.over, got [training.batch.mu, run.dimension,"
                        + " run.dimension]",
                () -> plan(LAW, Optional.of(new Diagram(MU.key(), DIMENSION.key(), 0)), BOTH, MU, DIMENSION));
        refused(
                "searchAndDescent: expected 0 < search < descent, got 0.9 and 0.1",
                () -> plan(Optional.empty(), Optional.empty(), Optional.of(new Descent(0.9, 0.1)), LEVELS));
        refused(
                "grid.run.dimension: expected increasing numbers, as searchAndDescent runs over it, got [100, 50]",
                () -> plan(Optional.empty(), Optional.empty(), BOTH, falling, LEVELS));
    }

    private static ScalingSeries series(double effort) {
        double[] one = {effort};
        return new ScalingSeries(
                "reduced",
                Map.of(),
                new double[] {50},
                one,
                one,
                one,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty());
    }

    private static Agreement agreement(double mu, double delta, double effort, double margin) {
        Optional<SearchTheory> theory = Optional.of(new SearchTheory(2, false));
        return PhaseDiagram.cell(mu, delta, series(effort), theory, margin).agreement();
    }

    @Test
    void aCellAgreesDiffersNearALineOrDisagrees() {
        double lost = Double.NaN;
        assertEquals(Agreement.AGREES, agreement(1, 0.5, 30, 0.2));
        assertEquals(Agreement.AGREES, agreement(0, 0.5, lost, 0.2));
        // the line δ + μ = 1 is 0.25/√2 = 0.177 away
        assertEquals(Agreement.DIFFERS_NEAR_A_LINE, agreement(0.75, 0.5, lost, 0.2));
        assertEquals(Agreement.DISAGREES, agreement(0.75, 0.5, lost, 0.1));
        assertEquals(Agreement.DISAGREES, agreement(0.75, 0.5, lost, 0));
        assertEquals(Agreement.DISAGREES, agreement(0, 0.5, 30, 0.2));
        assertEquals(Agreement.NO_PREDICTION, agreement(1, -0.5, 30, 0.2));
        // found from the first step on is found
        assertEquals(Agreement.AGREES, agreement(1, 0.5, 0, 0.2));
        Cell unknown = PhaseDiagram.cell(1, 1, series(3), Optional.empty(), 0.2);
        assertEquals(Agreement.NO_PREDICTION, unknown.agreement());
        assertTrue(Double.isNaN(unknown.distance()) && unknown.exponent().isEmpty() && unknown.found());
    }

    /** n_b = d^μ samples a step; τ is steps/d; a step takes d^{−δ} of flow time. */
    @Test
    @Tag("validation")
    void effortsGrowAsTheirUnitsSay() {
        assertEquals(1.5, Effort.STEPS.exponent(1.5, 0.75, 0.25), 0);
        assertEquals(2.25, Effort.SAMPLES.exponent(1.5, 0.75, 0.25), 0);
        assertEquals(0.5, Effort.TAU.exponent(1.5, 0.75, 0.25), 0);
        assertEquals(1.25, Effort.FLOW_TIME.exponent(1.5, 0.75, 0.25), 0);
    }
}
