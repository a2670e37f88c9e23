package org.sgdlimits.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.DimensionScaling.Fate;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/** Which terms of one step are on, and their sizes against a computation by hand. */
@Tag("validation")
final class StepOrdersTest {

    private static final double NOISE = 0.4;
    private static final double M = 0.3;
    private static final double Q = 0.9;
    private static final int DIMENSION = 100;

    private static StepOrders orders(TrainingRule rule) {
        Network network = Network.student(1, Activation.LINEAR)
                .teacher(1, Activation.LINEAR)
                .labelNoise(NOISE);
        return StepOrders.of(
                        Problem.of(network)
                                .rule(rule)
                                .dimension(DIMENSION)
                                .start(Start.overlaps(
                                        new double[][] {{M}}, new double[][] {{Q}}, new double[][] {{1}})),
                        1)
                .orElseThrow();
    }

    /**
     * e = λ* − λ + √Δ ξ: E[eλ*] = 1 − m, 2E[eλ] = 2(m − q), E[e²] = D + Δ with D = q − 2m + 1; and v = Ω(−1, 1)ᵀ, so that
     * v Ω⁺ v = D. The tolerance is that of some ten roundings and a 2×2 inverse of condition 2.
     */
    @Test
    void sizesOfALinearNetworkAreThoseByHand() {
        double gamma = 2 * Math.pow(DIMENSION, 0.25);
        double batch = 30;
        StepOrders orders = orders(TrainingRule.plain(1).scalingRate(2, 0.75).scalingBatch(3, 0.5));
        double distance = Q - 2 * M + 1;
        double linear = gamma * Math.hypot(1 - M, 2 * (M - Q));
        assertEquals(
                gamma * gamma / batch * (distance + NOISE) / linear,
                orders.variance().size(),
                1e-13);
        assertEquals(
                gamma * gamma / DIMENSION * (1 - 1 / batch) * distance / linear,
                orders.meanProduct().size(),
                1e-13);
    }

    @Test
    void ordersFollowFromTheExponents() {
        StepOrders orders = orders(TrainingRule.plain(1).scalingRate(2, 0.75).scalingBatch(3, 0.5));
        assertEquals(-0.25, orders.variance().order());
        assertEquals(-0.75, orders.meanProduct().order());
        assertEquals(Fate.VANISHES, orders.variance().fate());
        assertTrue(orders.isStated());
        assertEquals(
                Fate.DIVERGES,
                orders(TrainingRule.plain(1).scalingRate(2, 0.125).scalingBatch(1, 0.25))
                        .variance()
                        .fate());
        StepOrders map = orders(TrainingRule.plain(1).scalingRate(2, 0).scalingBatch(1, 1));
        assertEquals(Fate.STAYS, map.meanProduct().fate());
        assertTrue(map.lines().get(2).contains("there is no ODE: the map is the limit"), map.lines()::toString);
    }

    @Test
    void aRuleWithoutScalingSaysSo() {
        StepOrders orders = orders(TrainingRule.plain(0.5));
        assertFalse(orders.isStated());
        assertTrue(orders.lines().get(0).contains("states no scaling with d, which is δ = 1, μ = 0"));
        assertTrue(orders.lines().get(1).contains("d^0: stays, so kept"), orders.lines()::toString);
        assertTrue(orders.lines().get(2).contains("d^-1: vanishes"), orders.lines()::toString);
    }

    @Test
    void aRuleWithoutSamplesHasNoTermsOfASample() {
        Network network = Network.student(1, Activation.LINEAR).teacher(1, Activation.LINEAR);
        assertTrue(StepOrders.of(
                        Problem.of(network)
                                .rule(TrainingRule.population(0.5))
                                .dimension(DIMENSION)
                                .start(Start.overlap(M)),
                        1)
                .isEmpty());
    }
}
