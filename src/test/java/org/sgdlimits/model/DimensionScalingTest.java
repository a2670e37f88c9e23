package org.sgdlimits.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.model.DimensionScaling.Fate;

/** Rates, batches, horizons and starts that follow the dimension. */
@Tag("validation")
class DimensionScalingTest {

    private static Problem<Network> problem(TrainingRule rule, long dimension) {
        return Problem.of(Network.student(1, Activation.hermite(0, 0, 0, 1)).teacher(1, Activation.hermite(0, 0, 0, 1)))
                .rule(rule)
                .dimension(dimension)
                .start(Start.weak(new double[][] {{1}}));
    }

    @Test
    void theRuleOfAProblemIsThatOfItsDimension() {
        TrainingRule rule = TrainingRule.projected(1).scalingRate(0.3, 0.25).scalingBatch(2, 0.5);
        Problem<Network> small = problem(rule, 100);
        Problem<Network> large = small.dimension(10_000);
        // 0.3 · 100^{3/4}, 2 · 100^{1/2}; and the same for 10⁴, through Problem.dimension
        assertEquals(0.3 * Math.pow(100, 0.75), small.rule().learningRate().rate(0), 1e-13);
        assertEquals(20, small.rule().batch());
        assertEquals(300, large.rule().learningRate().rate(0), 1e-10);
        assertEquals(200, large.rule().batch());
        assertEquals(large.rule().learningRate(), large.rule().parameterRate());
    }

    @Test
    void aRuleWithoutScalingIsTheSameInEveryDimension() {
        TrainingRule rule = TrainingRule.projected(0.05).withBatch(7);
        assertEquals(rule, problem(rule, 100).rule());
        assertEquals(rule, problem(rule, 100).dimension(1_000_000).rule());
        assertEquals(Fate.STAYS, rule.scaling().variance());
        assertEquals(Fate.VANISHES, rule.scaling().meanProduct());
    }

    @Test
    void aRateGivenLaterReplacesTheScaling() {
        TrainingRule rule = TrainingRule.projected(1).scalingRate(0.3, 0.25).scalingBatch(2, 0.5);
        Problem<Network> problem = problem(rule, 100);
        TrainingRule fixed =
                problem.rule().withLearningRate(Schedule.constant(4)).withBatch(3);
        assertEquals(
                4, problem.rule(fixed).dimension(10_000).rule().learningRate().rate(0));
        assertEquals(
                4, problem.rule(fixed).dimension(10_000).rule().parameterRate().rate(0));
        assertEquals(3, problem.rule(fixed).dimension(10_000).rule().batch());
        TrainingRule doubled = problem.rule().scaled(2);
        assertEquals(
                600,
                problem.rule(doubled).dimension(10_000).rule().learningRate().rate(0),
                1e-10);
    }

    @Test
    void whichTermsStayFollowsFromTheExponents() {
        TrainingRule rule = TrainingRule.projected(1);
        assertEquals(
                Fate.STAYS,
                rule.scalingRate(1, 0.5).scalingBatch(1, 0.5).scaling().variance());
        // a sum of decimals that misses 1 by rounding
        assertEquals(
                Fate.STAYS,
                rule.scalingRate(1, 0.7).scalingBatch(1, 0.1 + 0.2).scaling().variance());
        assertEquals(
                Fate.VANISHES,
                rule.scalingRate(1, 0.5).scalingBatch(1, 1).scaling().variance());
        assertEquals(
                Fate.DIVERGES,
                rule.scalingRate(1, 0.125).scalingBatch(1, 0.25).scaling().variance());
        assertEquals(Fate.STAYS, rule.scalingRate(1, 0).scaling().meanProduct());
        assertEquals(Fate.DIVERGES, rule.scalingRate(1, -0.5).scaling().meanProduct());
        assertEquals(
                0.625,
                rule.scalingRate(1, 0.125).scalingBatch(1, 0.25).scaling().varianceOrder(),
                1e-15);
    }

    @Test
    void aHorizonFollowsTheDimension() {
        assertEquals(2000, new Horizon(Horizon.ClockUnit.STEPS, 2, 1.5).value(100));
        assertEquals(20, Horizon.flowTime(2).scaling(0.5).value(100), 1e-13);
        assertEquals(1, new Horizon(Horizon.ClockUnit.STEPS, 1, -0.5).value(100));
        assertThrows(IllegalArgumentException.class, () -> Horizon.tau(1).scaling(Double.NaN));
    }

    @Test
    void aWeakStartHasTheOverlapsThatChanceGives() {
        Gram gram = ((Start.Weak) Start.weak(new double[][] {{1, -2}, {0, 3}})).gram(100);
        // M = scale/10; Q_12 = M_1·M_2, so that the parts outside the teachers are orthogonal
        assertArrayEquals(new double[] {1, -0.06, 0.1, -0.2}, gram.omega()[0], 1e-15);
        assertArrayEquals(new double[] {0.1, 0, 1, 0}, gram.omega()[2], 1e-15);
        Start.Weak tooWide = new Start.Weak(new double[][] {{5}});
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> tooWide.gram(9));
        assertTrue(refused.getMessage().startsWith("start.M: expected"), refused::getMessage);
    }
}
