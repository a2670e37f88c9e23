package org.sgdlimits.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.law.Dynamics;
import org.sgdlimits.law.LimitDynamics;
import org.sgdlimits.law.StepLaw;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Limit;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/** Fixed points with closed forms. */
@Tag("validation")
final class FixedPointTest {

    private static final double RATE = 0.05;
    private static final double NOISE = 0.5;

    /** Central differences of a cubic with step 1e-6: 1e-12 of curvature, 1e-16/1e-6 of rounding. */
    private static final double DIFFERENCES = 1e-9;

    /** dm/dτ = γm[a(1 − m²) − 2γΔ] with a = 4(1 − 6γ) (THEORY §7), τ = t/γ. */
    private static final double SLOPE = 4 * (1 - 6 * RATE);

    private static FixedPoint phaseRetrieval(double m) {
        Problem<Network> problem = Problem.of(Network.student(1, Activation.SQUARE)
                        .teacher(1, Activation.SQUARE)
                        .labelNoise(NOISE))
                .rule(TrainingRule.projected(RATE))
                .start(Start.overlap(m));
        Dynamics dynamics = StepLaw.of(problem).dynamics(new double[][][] {{{1, m}, {m, 1}}});
        return FixedPoint.near(dynamics, new double[] {m, 1}, new boolean[] {false, true})
                .orElseThrow();
    }

    @Test
    void phaseRetrievalEndsAtItsClosedForm() {
        FixedPoint end = phaseRetrieval(0.8);
        double square = 1 - 2 * RATE * NOISE / SLOPE;
        assertEquals(square, end.state()[0] * end.state()[0], 1e-9);
        assertEquals(1, end.state()[1]);
        assertArrayEquals(new double[] {-2 * RATE * SLOPE * square}, end.growthRates(), DIFFERENCES);
        assertEquals("stable", end.stability());
        assertTrue(end.residual() <= 1e-11);
    }

    @Test
    void noOverlapIsLeftAtItsClosedFormRate() {
        FixedPoint start = phaseRetrieval(0);
        assertEquals(0, start.state()[0]);
        assertArrayEquals(new double[] {RATE * (SLOPE - 2 * RATE * NOISE)}, start.growthRates(), DIFFERENCES);
        assertEquals("unstable in 1 of 1", start.stability());
    }

    /** Drift (−x, y, 0): stable, unstable and neutral in one direction each. */
    @Test
    void directionsAreCounted() {
        FixedPoint saddle =
                near(s -> new double[] {-s[0], 2 * s[1], 0}, 0.3, -0.2, 5).orElseThrow();
        assertArrayEquals(new double[] {0, 0, 5}, saddle.state(), 1e-11);
        assertArrayEquals(new double[] {2, 0, -1}, saddle.growthRates(), DIFFERENCES);
        assertEquals("unstable in 1 of 3, neutral in 1", saddle.stability());
        FixedPoint flat = near(s -> new double[] {-s[0], 0}, 1, 1).orElseThrow();
        assertEquals("stable, neutral in 1", flat.stability());
    }

    /** A rotation: eigenvalues −0.1 ± i. */
    @Test
    void complexEigenvaluesGrowByTheirRealParts() {
        FixedPoint spiral = near(s -> new double[] {-0.1 * s[0] + s[1], -s[0] - 0.1 * s[1]}, 1, 1)
                .orElseThrow();
        assertArrayEquals(new double[] {-0.1, -0.1}, spiral.growthRates(), DIFFERENCES);
        assertEquals("stable", spiral.stability());
    }

    /** On x³ − 2x + 2 the full step from −1 leads to −4, where the drift is eighteen times larger. */
    @Test
    void aStepThatOvershootsIsDamped() {
        FixedPoint root =
                near(s -> new double[] {s[0] * s[0] * s[0] - 2 * s[0] + 2}, -1).orElseThrow();
        assertEquals(-1.769292354238631, root.state()[0], 1e-11);
    }

    @Test
    void whereThereIsNoneNoneIsFound() {
        assertEquals(Optional.empty(), near(s -> new double[] {1}, 0.5));
        assertEquals(Optional.empty(), near(s -> new double[] {1 + s[0] * s[0]}, 0.5));
        assertEquals(Optional.empty(), near(s -> new double[] {Double.NaN}, 0.5));
        assertEquals(Optional.empty(), near(s -> new double[] {Double.POSITIVE_INFINITY}, 0.5));
    }

    @Test
    @Tag("regression")
    void unknownGrowthRatesAreSaidToBeUnknown() {
        assertEquals("of unknown stability", new FixedPoint(new double[1], 0, new double[0]).stability());
    }

    private static Optional<FixedPoint> near(UnaryOperator<double[]> drift, double... guess) {
        return FixedPoint.near(new LimitDynamics(new Flow(drift), guess), guess, new boolean[guess.length]);
    }

    private record Flow(UnaryOperator<double[]> field) implements Limit {
        @Override
        public List<String> statistics() {
            return List.of();
        }

        @Override
        public void drift(double tau, double[] state, double[] out) {
            System.arraycopy(field.apply(state), 0, out, 0, out.length);
        }
    }
}
