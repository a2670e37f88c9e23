package org.sgdlimits.method;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.NoisyLimit;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.SampledLimit;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/** Online least squares stated by its own statistics, against the same model stated as a linear network. */
@Tag("validation")
final class OwnStatisticsTest {

    private static final double RATE = 0.6;
    private static final double NOISE = 0.3;
    private static final int DIMENSION = 40;

    /** u ← u + (γ/d)(u*·z + √Δ ξ − u·z) z with m = u·u*, q = ‖u‖². */
    private record OnlineLeastSquares() implements NoisyLimit, SampledLimit {
        @Override
        public List<String> statistics() {
            return List.of("m", "q");
        }

        private static double error(double[] s) {
            return s[1] - 2 * s[0] + 1 + NOISE;
        }

        @Override
        public void drift(double tau, double[] s, double[] out) {
            out[0] = RATE * (1 - s[0]);
            out[1] = 2 * RATE * (s[0] - s[1]) + RATE * RATE * error(s);
        }

        /** γ² Cov(ξ) with ξ_m = e λ*, ξ_q = 2eλ + γe², from fourth moments of (e, λ, λ*). */
        @Override
        public void covariance(double tau, double[] s, double[][] out) {
            double ee = error(s);
            double el = s[0] - s[1];
            double et = 1 - s[0];
            double mm = ee + et * et;
            double mq = 2 * (ee * s[0] + et * el) + RATE * 2 * ee * et;
            double qq = 4 * (ee * s[1] + el * el) + 4 * RATE * 2 * ee * el + RATE * RATE * 2 * ee * ee;
            out[0][0] = RATE * RATE * mm;
            out[0][1] = RATE * RATE * mq;
            out[1][0] = out[0][1];
            out[1][1] = RATE * RATE * qq;
        }

        @Override
        public Run start(int dimension, double[] start, RandomGenerator random) {
            double[] u = new double[dimension];
            u[0] = start[0];
            u[1] = Math.sqrt(start[1] - start[0] * start[0]);
            double[] z = new double[dimension];
            return new Run() {
                @Override
                public void step(long index) {
                    double error = Math.sqrt(NOISE) * random.nextGaussian();
                    for (int i = 0; i < dimension; i++) {
                        z[i] = random.nextGaussian();
                        error -= u[i] * z[i];
                    }
                    error += z[0];
                    for (int i = 0; i < dimension; i++) {
                        u[i] += RATE / dimension * error * z[i];
                    }
                }

                @Override
                public void statistics(double[] out) {
                    out[0] = u[0];
                    out[1] = VectorGram.dot(u, u, 0, dimension);
                }
            };
        }
    }

    private static final Problem<OnlineLeastSquares> OWN = Problem.of(new OnlineLeastSquares())
            .dimension(DIMENSION)
            .start(Start.state(0.2, 1))
            .until(Horizon.tau(2));
    private static final Problem<Network> NETWORK = Problem.of(Network.student(1, Activation.LINEAR)
                    .teacher(1, Activation.LINEAR)
                    .labelNoise(NOISE))
            .rule(TrainingRule.plain(RATE))
            .dimension(DIMENSION)
            .start(Start.overlap(0.2))
            .until(Horizon.tau(2));
    private static final RunSettings SETTINGS =
            RunSettings.defaults().withPoints(8).withReplicas(3000).withThreads(1);

    /** Both integrate one equation at tolerance 1e-10. */
    @Test
    void odeEqualsThatOfTheNetwork() {
        Trajectory own = new Ode().solve(OWN, SETTINGS);
        Trajectory network = new Ode().solve(NETWORK, SETTINGS);
        assertEquals(network.last("M[1,1]").mean(), own.last("m").mean(), 1e-9);
        assertEquals(network.last("Q[1,1]").mean(), own.last("q").mean(), 1e-9);
    }

    /** The drift is linear, so the SDE's mean is Euler's solution, 10⁻³ of the range from the ODE; 4 standard errors, 6e-5. */
    @Test
    void sdeHasTheMeanOfItsOdeAndTheSpreadOfTheNetworks() {
        Trajectory own = new Sde().solve(OWN, SETTINGS);
        Trajectory ode = new Ode().solve(OWN, SETTINGS);
        Trajectory network = new Sde().solve(NETWORK, SETTINGS.withSeed(2));
        for (String[] names : new String[][] {{"m", "M[1,1]"}, {"q", "Q[1,1]"}}) {
            Trajectory.Summary summary = own.last(names[0]);
            assertEquals(ode.last(names[0]).mean(), summary.mean(), 4 * summary.standardError() + 1e-3);
            // the ratio of two standard deviations of n normal numbers has the standard error 1/√n
            assertEquals(
                    1, summary.standardDeviation() / network.last(names[1]).standardDeviation(), 4 / Math.sqrt(3000));
        }
    }

    /** Raw SGD of the user's own against raw SGD of the network: 4 standard errors of the difference, 6e-5 each. */
    @Test
    void sgdHasTheMeanAndSpreadOfTheNetworks() {
        Trajectory own = new RawSgd().solve(OWN, SETTINGS);
        Trajectory network = new RawSgd().solve(NETWORK, SETTINGS.withSeed(2));
        for (String[] names : new String[][] {{"m", "M[1,1]"}, {"q", "Q[1,1]"}}) {
            Trajectory.Summary left = own.last(names[0]);
            Trajectory.Summary right = network.last(names[1]);
            assertEquals(left.mean(), right.mean(), 4 * Math.hypot(left.standardError(), right.standardError()));
            assertEquals(1, left.standardDeviation() / right.standardDeviation(), 4 / Math.sqrt(3000));
        }
    }
}
