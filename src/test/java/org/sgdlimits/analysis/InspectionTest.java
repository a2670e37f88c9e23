package org.sgdlimits.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Limit;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/** What is derived of a problem, against closed forms. */
@Tag("validation")
final class InspectionTest {

    private static final RunSettings SETTINGS = RunSettings.defaults().withThreads(1);
    private static final double NOISE = 0.4;
    private static final double M = 0.3;
    private static final double Q = 0.9;

    private static Problem<Network> linear(double rate) {
        return Problem.of(Network.student(1, Activation.LINEAR)
                        .teacher(1, Activation.LINEAR)
                        .labelNoise(NOISE))
                .rule(TrainingRule.plain(rate).withBatch(3))
                .dimension(200)
                .start(Start.overlaps(new double[][] {{M}}, new double[][] {{Q}}, new double[][] {{1}}));
    }

    /** e = λ* − λ + √Δ ξ: A₀ = E(λ* − λ)² = D², I₀ = D² + Δ, γ_crit = 2 n_b D²/(D² + Δ). */
    @Test
    void theCriticalRateOfALinearNetworkHasItsClosedForm() {
        double squared = Q - 2 * M + 1;
        double critical = 2 * 3 * squared / (squared + NOISE);
        Inspection inspection = Inspection.of(linear(0.5), SETTINGS, 0);
        assertEquals(critical, inspection.criticalRate().orElseThrow(), 1e-14);
        // and at that rate ‖u − u*‖² = Q − 2M + P stands still
        List<Inspection.Component> components =
                Inspection.of(linear(critical), SETTINGS, 0).components();
        assertEquals(0, components.get(1).drift() - 2 * components.get(0).drift(), 1e-13);
    }

    /** ξ_M = eλ*: γ² Var/(n_b d) with Var = E[e²] E[λ*²] + E[eλ*]² for Gaussian e and λ*. */
    @Test
    void theNoiseOfALinearNetworkHasItsClosedForm() {
        Inspection.Component m =
                Inspection.of(linear(0.5), SETTINGS, 0).components().get(0);
        assertEquals("M[1,1]", m.name());
        assertEquals(M, m.value());
        assertEquals(0.5 * (1 - M), m.drift(), 1e-15);
        double variance = Q - 2 * M + 1 + NOISE + (1 - M) * (1 - M);
        assertEquals(Math.sqrt(0.25 / 3 * variance / 200), m.noise(), 1e-14);
    }

    /** Plain SGD of a linear network ends at M = 1, Q = 1 + γΔ/(2 n_b − γ), and grows nowhere. */
    @Test
    void aLinearNetworkHasOneStableFixedPoint() {
        Map<String, FixedPoint> points =
                Inspection.of(linear(0.5).until(Horizon.tau(3)), SETTINGS, 0).fixedPoints();
        assertEquals(
                List.of("no overlap with the teacher", "end of the ODE at the horizon"), List.copyOf(points.keySet()));
        for (FixedPoint point : points.values()) {
            assertEquals(1, point.state()[0], 1e-9);
            assertEquals(1 + 0.5 * NOISE / (2 * 3 - 0.5), point.state()[1], 1e-9);
            assertEquals("stable", point.stability());
        }
    }

    @Test
    @Tag("regression")
    void aNetworkShowsItsActivationsAndOneStep() {
        Problem<Network> problem = Problem.of(
                        Network.student(1, Activation.RELU).teacher(1, Activation.SQUARE))
                .rule(TrainingRule.projected(0.1))
                .dimension(30)
                .start(Start.overlap(0.2))
                .until(Horizon.tau(1));
        Inspection inspection = Inspection.of(problem, SETTINGS, 200);
        assertEquals(
                List.of("student relu", "teacher square"),
                List.copyOf(inspection.informationExponents().keySet()));
        assertEquals(200, inspection.oneStep().orElseThrow().samples());
        assertTrue(Inspection.of(problem, SETTINGS, 0).oneStep().isEmpty());
    }

    /** A statistic whose name begins with M is no overlap with a teacher. */
    @Test
    @Tag("regression")
    void statisticsOfOnesOwnShowWhatTheyHave() {
        Inspection inspection =
                Inspection.of(Problem.<Limit>of(new Relaxation()).start(Start.state(3)), SETTINGS, 100);
        assertTrue(Double.isNaN(inspection.components().get(0).noise()));
        assertEquals(-2, inspection.components().get(0).drift());
        assertTrue(inspection.derivation().isEmpty());
        assertTrue(inspection.oneStep().isEmpty());
        assertEquals(OptionalDouble.empty(), inspection.criticalRate());
        assertEquals(Map.of(), inspection.informationExponents());
        assertEquals(
                List.of("end of the ODE at the horizon"),
                List.copyOf(inspection.fixedPoints().keySet()));
        assertEquals(
                1, inspection.fixedPoints().get("end of the ODE at the horizon").state()[0], 1e-11);
    }

    private record Relaxation() implements Limit {
        @Override
        public List<String> statistics() {
            return List.of("Mean");
        }

        @Override
        public void drift(double tau, double[] state, double[] out) {
            out[0] = 1 - state[0];
        }
    }
}
