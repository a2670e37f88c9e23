package org.sgdlimits.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.NoisyLimit;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

@Tag("validation")
final class SdeTest {

    private static final double DRIFT = 0.5;
    private static final double NOISE = 0.2;
    private static final int DIMENSION = 100;

    /** ds = a s dτ + b s dB, with E[s²] = e^{(2a + b²)τ} from 1. */
    private record GeometricBrownianMotion() implements NoisyLimit {
        @Override
        public List<String> statistics() {
            return List.of("s");
        }

        @Override
        public void drift(double tau, double[] state, double[] out) {
            out[0] = DRIFT * state[0];
        }

        @Override
        public void covariance(double tau, double[] state, double[][] out) {
            out[0][0] = DIMENSION * NOISE * NOISE * state[0] * state[0];
        }
    }

    private static Trajectory.Summary secondMoment(double step, int replicas) {
        Problem<GeometricBrownianMotion> problem = Problem.of(new GeometricBrownianMotion())
                .dimension(DIMENSION)
                .start(Start.state(1))
                .until(Horizon.tau(1));
        double[] sums = new double[2];
        new Sde(step)
                .solve(
                        problem,
                        RunSettings.defaults()
                                .withPoints(1)
                                .withReplicas(replicas)
                                .withThreads(1),
                        (replica, path) -> {
                            double square = path.last()[0] * path.last()[0];
                            sums[0] += square;
                            sums[1] += square * square;
                        });
        double mean = sums[0] / replicas;
        double deviation = Math.sqrt(sums[1] / replicas - mean * mean);
        return new Trajectory.Summary(mean, deviation, deviation / Math.sqrt(replicas), 0, 0, 0);
    }

    /**
     * Weak order 1: the error of E[s²] at τ = 1 falls like h. The fitted slope's standard error comes from those of the four
     * means; Euler's own second moment, ((1 + ah)² + b²h)^{1/h}, has a slope of 0.93 over these steps, and each sampled mean
     * must be within 4 standard errors of it (6e-5 each).
     */
    @Test
    void eulerMaruyamaHasWeakOrderOne() {
        double exact = Math.exp(2 * DRIFT + NOISE * NOISE);
        double[] steps = {0.25, 0.125, 0.0625, 0.03125};
        double[] errors = new double[4];
        double[] eulerErrors = new double[4];
        double[] relative = new double[4];
        for (int i = 0; i < 4; i++) {
            double h = steps[i];
            Trajectory.Summary moment = secondMoment(h, 40_000);
            double euler = Math.pow(Math.pow(1 + DRIFT * h, 2) + NOISE * NOISE * h, 1 / h);
            assertEquals(euler, moment.mean(), 4 * moment.standardError(), "h = " + h);
            errors[i] = exact - moment.mean();
            eulerErrors[i] = exact - euler;
            relative[i] = moment.standardError() / eulerErrors[i];
        }
        double expected = Runs.slope(steps, eulerErrors);
        assertEquals(1, expected, 0.1);
        // the abscissae are −1.5, −0.5, 0.5 and 1.5 times log 2, their squares add up to 5 log² 2
        double variance = (2.25 * (square(relative[0]) + square(relative[3]))
                        + 0.25 * (square(relative[1]) + square(relative[2])))
                / (25 * square(Math.log(2)));
        double standardError = Math.sqrt(variance);
        assertTrue(standardError < 0.12, "the fit must resolve the order: " + standardError);
        assertEquals(expected, Runs.slope(steps, errors), 4 * standardError);
    }

    private static double square(double x) {
        return x * x;
    }

    /**
     * Mean and spread of the overlap against reduced SGD at d = 1000, where the SDE's own error is O(1/d) in the mean and a
     * relative O(1/√d) in the spread: 4 standard errors of both samples and these. False alarm 6e-5 each.
     */
    @Test
    void sdeHasTheMeanAndSpreadOfSgd() {
        Problem<Network> problem = Problem.of(Network.student(1, Activation.SQUARE)
                        .teacher(1, Activation.SQUARE)
                        .labelNoise(0.5))
                .rule(TrainingRule.projected(0.05))
                .dimension(1000)
                .start(Start.overlap(0.2))
                .until(Horizon.flowTime(0.3));
        RunSettings settings =
                RunSettings.defaults().withPoints(3).withReplicas(400).withThreads(1);
        Trajectory.Summary sde = new Sde().solve(problem, settings).last("M[1,1]");
        Trajectory.Summary sgd = new ReducedSgd().solve(problem, settings).last("M[1,1]");
        double error = Math.hypot(sde.standardError(), sgd.standardError());
        assertEquals(sgd.mean(), sde.mean(), 4 * error + 2e-3);
        // the standard deviation of n normal numbers has the relative standard error 1/√(2n)
        assertEquals(1, sde.standardDeviation() / sgd.standardDeviation(), 4 / Math.sqrt(400) + 1 / Math.sqrt(1000));
    }

    /** Beside the boundary m = 1 the noise leaves the cone, and the count says how often it did. */
    @Test
    void statesOutsideTheConeAreRestoredAndCounted() {
        Problem<Network> problem = Problem.of(Network.student(1, Activation.ERF)
                        .teacher(1, Activation.ERF)
                        .labelNoise(1))
                .rule(TrainingRule.projected(1))
                .dimension(20)
                .start(Start.overlap(0.999))
                .until(Horizon.tau(1));
        Trajectory sde = new Sde(0.05)
                .solve(problem, RunSettings.defaults().withPoints(4).withReplicas(100), (replica, path) -> {
                    for (double[] row : path.observed()) {
                        assertTrue(Math.abs(row[4]) <= 1 + 1e-12, "|m| = " + row[4]);
                    }
                });
        assertEquals("M[1,1]", sde.observables().get(4));
        assertTrue(sde.counts().get("coneRestorations") > 0);
    }
}
