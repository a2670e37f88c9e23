package org.sgdlimits.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Schedule;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

@Tag("validation")
final class OdeTest {

    private static final double NOISE = 0.5;
    private static final double START = 0.2;
    private static final double RATE = 0.05;
    private static final Network MODEL =
            Network.student(1, Activation.SQUARE).teacher(1, Activation.SQUARE).labelNoise(NOISE);
    private static final RunSettings SETTINGS =
            RunSettings.defaults().withPoints(100).withThreads(1);

    /** y = m² obeys a logistic equation in flow time: dy/dt = 2y(r − a y), a = 4(1 − 6γ), r = a − 2γΔ. */
    private static double overlap(double m, double gamma, double time) {
        double a = 4 * (1 - 6 * gamma);
        double r = a - 2 * gamma * NOISE;
        double plateau = r / a;
        double y = plateau / (1 + (plateau / (m * m) - 1) * Math.exp(-2 * r * time));
        return Math.sqrt(y);
    }

    private static double of(Trajectory trajectory, int time, String observable) {
        return trajectory.values()[time][trajectory.indexOf(observable)].mean();
    }

    /** At tolerance 1e-10 a step; some ten steps, whose errors the flow contracts, stay below 1e-9 at every save. */
    @Test
    void phaseRetrievalFollowsItsClosedForm() {
        for (double gamma : new double[] {0.02, 0.05, 0.12}) {
            for (double m : new double[] {0.02, 0.2, 0.9}) {
                Trajectory ode = new Ode()
                        .solve(
                                Problem.of(MODEL)
                                        .rule(TrainingRule.projected(gamma))
                                        .start(Start.overlap(m))
                                        .until(Horizon.flowTime(3)),
                                SETTINGS);
                assertTrue(ode.outcome().isCompleted());
                for (int t = 0; t < ode.times().size(); t++) {
                    double expected = overlap(m, gamma, ode.times().get(t).flowTime());
                    assertEquals(expected, of(ode, t, "M[1,1]"), 1e-9);
                    assertEquals(2 * (1 - expected * expected), of(ode, t, "excessRisk"), 4e-9);
                    assertEquals(1, of(ode, t, "Q[1,1]"), 1e-9);
                }
            }
        }
    }

    @Test
    void savesAreExactlyAtTheTimesAskedFor() {
        Trajectory ode = new Ode()
                .solve(
                        Problem.of(MODEL)
                                .rule(TrainingRule.projected(0.05))
                                .start(Start.overlap(0.2))
                                .dimension(1 << 20)
                                .until(Horizon.tau(1.5)),
                        SETTINGS);
        double[] taus =
                ode.times().stream().mapToDouble(Trajectory.Instant::tau).toArray();
        for (int i = 0; i <= 100; i++) {
            assertTrue(Arrays.binarySearch(taus, i * 1.5 / 100) >= 0, "save " + i);
        }
    }

    /**
     * A rate that jumps is a problem solved piece by piece, each from where the last one ended; the closed form glues
     * them.
     */
    @Test
    void integrationRestartsWhereTheRateJumps() {
        double jump = 7.3;
        Schedule rate = Schedule.piecewise(new double[] {jump}, new double[] {0.05, 0.12});
        Trajectory ode = new Ode()
                .solve(
                        Problem.of(MODEL)
                                .rule(TrainingRule.projected(rate))
                                .start(Start.overlap(0.2))
                                .until(Horizon.tau(20)),
                        SETTINGS);
        assertTrue(ode.outcome().isCompleted(), ode.outcome().message());
        double atJump = overlap(0.2, 0.05, 0.05 * jump);
        for (int t = 0; t < ode.times().size(); t++) {
            double tau = ode.times().get(t).tau();
            double expected = tau <= jump ? overlap(0.2, 0.05, 0.05 * tau) : overlap(atJump, 0.12, 0.12 * (tau - jump));
            assertEquals(expected, of(ode, t, "M[1,1]"), 1e-9, "tau = " + tau);
        }
        // each smooth piece takes a handful of steps of 12 evaluations; a search for the jump would take many more
        assertTrue(ode.counts().get("driftEvaluations") < 800, ode.counts().toString());
    }

    /** dθ/dτ = γ_θ(τ) E[h] alone moves a linear network with a tiny γ: θ = exp(−∫γ_θ) to the size of γ. */
    @Test
    void integrationRestartsWhereTheRateOfTheSecondLayerJumps() {
        TrainingRule rule = TrainingRule.plain(1e-13)
                .withParameterRate(Schedule.piecewise(new double[] {1.7}, new double[] {0.5, 3}));
        Trajectory ode = new Ode()
                .solve(
                        Problem.of(Network.student(1, Activation.LINEAR)
                                        .teacher(1, Activation.LINEAR)
                                        .trainSecondLayer())
                                .rule(rule)
                                .start(Start.overlap(0))
                                .until(Horizon.tau(3)),
                        SETTINGS);
        for (int t = 0; t < ode.times().size(); t++) {
            double tau = ode.times().get(t).tau();
            double integral = 0.5 * Math.min(tau, 1.7) + 3 * Math.max(tau - 1.7, 0);
            assertEquals(Math.exp(-integral), of(ode, t, "a[1]"), 1e-9, "tau = " + tau);
        }
    }

    /**
     * The flow time at which m passes a level follows from the logistic solution. The state is good to 1e-10 and moves
     * at a rate of at least 0.1 there, the root is found to rounding.
     */
    @Test
    void passagesAreFoundWhereTheClosedFormHasThem() {
        for (double level : new double[] {0.3, 0.5, 0.9}) {
            double excess = 2 * (1 - level * level);
            for (Threshold threshold : List.of(
                    Threshold.above("M[1,1]", level),
                    Threshold.below("excessRisk", excess),
                    Threshold.fall("excessRisk", 1 - excess / (2 * (1 - START * START))))) {
                Passage passage = passage(threshold);
                assertEquals(Passage.Kind.EXITED, passage.kind(), threshold.describe());
                assertEquals(flowTimeAt(level), passage.at().flowTime(), 2e-9, threshold.describe());
            }
        }
    }

    @Test
    void aLevelThatIsNotMetIsCensoredAtTheHorizon() {
        Passage passage = passage(Threshold.above("M[1,1]", 0.995));
        assertEquals(Passage.Kind.CENSORED, passage.kind());
        // the horizon's τ is its flow time over γ, to one rounding each way
        assertEquals(3, passage.at().flowTime(), 1e-15 * 3);
        assertTrue(passage.outcome().isCompleted());
    }

    @Test
    void aLevelThatIsMetAtTheStartIsPassedAtTimeZero() {
        for (Threshold threshold : List.of(
                Threshold.above("M[1,1]", 0.1), Threshold.above("M[1,1]", START), Threshold.below("M[1,1]", 0.3))) {
            Passage passage = passage(threshold);
            assertTrue(passage.exited(), threshold.describe());
            assertEquals(0, passage.at().tau(), 0);
        }
    }

    /** When m = level, by the logistic equation of {@link #overlap}. */
    private static double flowTimeAt(double level) {
        double a = 4 * (1 - 6 * RATE);
        double r = a - 2 * RATE * NOISE;
        double plateau = r / a;
        return Math.log((plateau / (START * START) - 1) / (plateau / (level * level) - 1)) / (2 * r);
    }

    private static Passage passage(Threshold threshold) {
        Problem<Network> problem = Problem.of(MODEL)
                .rule(TrainingRule.projected(RATE))
                .start(Start.overlap(START))
                .until(Horizon.flowTime(3));
        Passages passages = new Ode().passages(problem, SETTINGS, threshold);
        // nothing is random, so that one run speaks for all replicas
        assertEquals(1, passages.runs().size());
        return passages.runs().get(0);
    }
}
