package org.sgdlimits.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.HermiteTerm;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Normalization;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.Target;
import org.sgdlimits.model.TrainingRule;

/** The mean-field limit as a method: against the ODE where both are exact, its starts, what it refuses. */
@Tag("validation")
final class MeanFieldTest {

    private static final RunSettings SETTINGS =
            RunSettings.defaults().withPoints(10).withReplicas(2).withThreads(1);

    /** One unit has no partner, so that the particle is the gradient flow of the population risk at any d. */
    @Test
    void oneUnitFollowsTheGradientFlow() {
        for (Activation activation : new Activation[] {Activation.SQUARE, Activation.ERF}) {
            Network network = Network.student(1, activation)
                    .teacher(2, activation)
                    .labelNoise(0.1)
                    .trainSecondLayer();
            Problem<Network> problem = Problem.of(network)
                    .rule(TrainingRule.gradientFlow(0.3))
                    .dimension(1000)
                    .until(Horizon.tau(4));
            Trajectory flow = new Ode().solve(problem, SETTINGS);
            for (MeanField method : new MeanField[] {new MeanField(), MeanField.highDimensional()}) {
                Trajectory particles = method.solve(problem, SETTINGS);
                for (String name : new String[] {"risk", "excessRisk", "|M|", "M[1,2]", "Q[1,1]", "a[1]"}) {
                    double[] expected = flow.means(name);
                    double[] actual = particles.means(name);
                    for (int i = 0; i < expected.length; i++) {
                        // squares: the integrator's tolerance, grown by the flow; erf: the rules' error
                        assertEquals(expected[i], actual[i], 2e-7, activation.name() + " " + name);
                    }
                }
            }
        }
    }

    /** As {@link #oneUnitFollowsTheGradientFlow} for a target of several directions at once. */
    @Test
    void oneUnitFollowsTheGradientFlowTowardsAMultiIndexTarget() {
        Network network = Network.student(1, Activation.hermite(0, 1, 0.5))
                .target(Target.hermite(2, HermiteTerm.of(1, 1, 0), HermiteTerm.of(0.6, 1, 1)))
                .trainSecondLayer();
        Problem<Network> problem = Problem.of(network)
                .rule(TrainingRule.gradientFlow(0.3))
                .dimension(1000)
                .until(Horizon.tau(4));
        Trajectory flow = new Ode().solve(problem, SETTINGS);
        Trajectory particles = new MeanField().solve(problem, SETTINGS);
        for (String name : new String[] {"risk", "M[1,1]", "M[1,2]", "Q[1,1]", "a[1]"}) {
            // all expectations are exact: the integrator's tolerance, grown by the flow
            assertArrayEquals(flow.means(name), particles.means(name), 2e-7, name);
        }
    }

    /** The units' spread about their mean field falls like 1/√p at fixed d: ten times the width, a third of the gap. */
    @Test
    void theOdeNearsTheMeanFieldAsTheWidthGrows() {
        double[] gaps = new double[2];
        int[] widths = {5, 80};
        for (int i = 0; i < widths.length; i++) {
            Problem<Network> problem = Problem.of(
                            Network.student(widths[i], Activation.SQUARE).teacher(1, Activation.SQUARE))
                    .rule(TrainingRule.plain(0.5))
                    .dimension(30)
                    .until(Horizon.flowTime(0.3));
            RunSettings settings = SETTINGS.withReplicas(20);
            double[] exact = new Ode().solve(problem, settings).means("risk");
            double[] particles = new MeanField().solve(problem, settings).means("risk");
            gaps[i] = Math.abs(exact[exact.length - 1] - particles[particles.length - 1]);
        }
        assertTrue(gaps[1] < 0.5 * gaps[0], gaps[0] + " and " + gaps[1]);
    }

    @Test
    void theRiskFallsAlongTheFlow() {
        Problem<Network> problem = Problem.of(
                        Network.student(60, Activation.SQUARE).teacher(2, Activation.SQUARE))
                .dimension(3)
                .until(Horizon.flowTime(5));
        double[] risk = new MeanField().solve(problem, SETTINGS).means("excessRisk");
        for (int i = 1; i < risk.length; i++) {
            assertTrue(risk[i] < risk[i - 1], i + ": " + risk[i]);
        }
        assertTrue(risk[risk.length - 1] > 0, "risk");
    }

    @Test
    void everyLimitRunsInFewerDimensionsThanFields() {
        Network network =
                Network.student(10, Activation.ERF).teacher(2, Activation.ERF).labelNoise(1e-3);
        Problem<Network> problem =
                Problem.of(network).rule(TrainingRule.plain(0.05)).dimension(3).until(Horizon.tau(10));
        double[] start = new Ode().solve(problem, SETTINGS).means("risk");
        for (Method<? super Network> method :
                java.util.List.<Method<? super Network>>of(new MeanMap(), new Sde(), new ReducedSgd(), new RawSgd())) {
            Trajectory trajectory = method.solve(problem, SETTINGS);
            assertTrue(trajectory.outcome().isCompleted(), trajectory.outcome()::message);
            assertEquals(start[0], trajectory.means("risk")[0], 1e-12, method.name());
            // a twentieth of the risk: many times its change over so short a time
            assertEquals(start[start.length - 1], trajectory.last("risk").mean(), 0.05 * start[0], method.name());
        }
    }

    @Test
    void aPassageIsThatOfTheTrajectory() {
        Problem<Network> problem = Problem.of(
                        Network.student(3, Activation.SQUARE).teacher(1, Activation.SQUARE))
                .start(Start.overlaps(
                        new double[][] {{0.2}, {0.1}, {0.3}},
                        new double[][] {{1, 0.02, 0.06}, {0.02, 1, 0.03}, {0.06, 0.03, 1}},
                        new double[][] {{1}}))
                .dimension(10)
                .until(Horizon.tau(10));
        double level = new MeanField().solve(problem, SETTINGS).means("|M|")[5];
        Passages passages = new MeanField().passages(problem, SETTINGS, Threshold.above("|M|", level));
        assertEquals(5, passages.runs().get(0).at().tau(), 1e-6);
    }

    @Test
    void whatTheLimitDoesNotCoverIsRefused() {
        Network network = Network.student(3, Activation.ERF).teacher(2, Activation.ERF);
        refused("model.normalization: ", Problem.of(network.normalization(Normalization.SUM)));
        refused(
                "model.covariance: ",
                Problem.of(network.covariance(Covariance.eigenvalues(new double[] {1, 2}, new long[] {500, 500}))));
        refused("run.dimension: ", Problem.of(network).dimension(2));
    }

    private static void refused(String message, Problem<Network> problem) {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> new MeanField().solve(problem, SETTINGS));
        assertTrue(error.getMessage().startsWith(message), error::getMessage);
    }
}
