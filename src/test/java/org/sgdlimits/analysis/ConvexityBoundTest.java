package org.sgdlimits.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.method.Ode;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.GradientObjective;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.ObjectiveModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/** Validation: the bound against the ODE's distance, and where it is an equality. */
@Tag("validation")
final class ConvexityBoundTest {

    private static final double CONVEXITY = 0.3;

    /** μ(λ − λ*)²/2 + log cosh(λ − λ*): the second derivative lies between μ and μ + 1. */
    private static final class LogCosh implements GradientObjective {
        @Override
        public double loss(double[] fields, double noise, double[] parameters) {
            double x = fields[0] - fields[1];
            return CONVEXITY * x * x / 2 + Math.log(Math.cosh(x));
        }

        @Override
        public void gradient(double[] fields, double noise, double[] parameters, double[] gradient, double[] h) {
            double x = fields[0] - fields[1];
            gradient[0] = CONVEXITY * x + Math.tanh(x);
        }
    }

    private static Network leastSquares() {
        return Network.student(1, Activation.LINEAR).teacher(1, Activation.LINEAR);
    }

    private static Problem<FieldModel> problem(FieldModel model, long dimension) {
        return new Problem<>(model, TrainingRule.plain(1), dimension, Start.random(1), Horizon.tau(1));
    }

    private static Trajectory ode(Problem<?> problem) {
        return new Ode()
                .solve(
                        problem,
                        RunSettings.defaults().withPoints(40).withReplicas(1).withThreads(1));
    }

    @Test
    void theDistanceStaysBelowTheBoundAtEveryAdmissibleRate() {
        Covariance covariance = Covariance.eigenvalues(new double[] {2, 0.4}, new long[] {100, 300});
        ObjectiveModel logCosh = ObjectiveModel.of("log-cosh", 1, 1, new double[0], new LogCosh())
                .withCovariance(covariance);
        hold(problem(leastSquares().covariance(covariance), 400), 1, 1);
        hold(problem(logCosh, 400), CONVEXITY, CONVEXITY + 1);
    }

    private static void hold(Problem<? extends FieldModel> problem, double convexity, double smoothness) {
        ConvexityBound bound = ConvexityBound.of(problem, convexity, smoothness);
        for (double part : new double[] {0.3, 1, 1.7}) {
            double rate = part * bound.best();
            Trajectory ode = ode(problem.rule(TrainingRule.plain(rate)).until(Horizon.tau(5 / bound.rate(rate))));
            double[] distance = ode.means("distance");
            for (int t = 1; t < distance.length; t++) {
                double tau = ode.times().get(t).tau();
                assertTrue(distance[t] <= Math.exp(-bound.rate(rate) * tau) * distance[0], part + " at tau = " + tau);
            }
        }
    }

    /** d𝒟²/dτ = −γ(2 − γ)𝒟² for least squares on K = I, without noise: the bound is the solution, to the integrator's 1e-10. */
    @Test
    void theBoundIsMetByLeastSquaresOnWhiteData() {
        Problem<Network> problem = Problem.of(leastSquares());
        ConvexityBound bound = ConvexityBound.of(problem, 1, 1);
        assertEquals(1, bound.best());
        assertEquals(1, bound.rate());
        for (double rate : new double[] {0.4, 1, 1.6}) {
            double[] distance = ode(problem.rule(TrainingRule.plain(rate)).until(Horizon.tau(1)))
                    .means("distance");
            assertEquals(Math.exp(-bound.rate(rate)) * distance[0], distance[distance.length - 1], 1e-9);
        }
    }

    /** n_b (μ̂²/L̂²) λ_min/(tr K/d). */
    @Test
    void theBestRateIsThatOfTheNotes() {
        Network network = leastSquares().covariance(Covariance.eigenvalues(new double[] {2, 0.5}, new long[] {1, 3}));
        Problem<FieldModel> problem =
                problem(network, 4).rule(TrainingRule.plain(1).withBatch(2));
        ConvexityBound bound = ConvexityBound.of(problem, 0.5, 2);
        assertEquals(2 * (0.25 / 4) * 0.5 / 0.875, bound.rate(), 1e-15);
    }

    @Test
    void whatTheBoundDoesNotCoverIsRefused() {
        Problem<Network> problem = Problem.of(leastSquares());
        assertEquals(
                "convexity: expected 0 < convexity <= smoothness, got 2.0 and 1.0; give the least and the largest eigenvalue"
                        + " of the Hessian",
                assertThrows(IllegalArgumentException.class, () -> ConvexityBound.of(problem, 2, 1))
                        .getMessage());
        ConvexityBound bound = ConvexityBound.of(problem, 1, 1);
        assertThrows(IllegalArgumentException.class, () -> bound.rate(2));
        assertThrows(IllegalArgumentException.class, () -> bound.rate(0));
    }
}
