package org.sgdlimits.law;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.gaussian.FieldQuadrature;
import org.sgdlimits.gaussian.TensorGaussHermite;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/**
 * Drawn noise has mean zero and the covariance of one step.
 *
 * <p>Tolerance: 4.5 standard errors of the draws' mean or covariance, with the covariance's own where it comes from randomised
 * nodes; false alarm 7e-6 an entry, 6e-4 for the 90 entries of a state of 12, with a fixed seed.
 */
@Tag("validation")
final class NoiseTest {

    private static final double TOLERANCE = 4.5;

    private interface Draw {
        void into(double[] out);
    }

    static RandomGenerator random(long seed) {
        return new SplittableRandom(seed);
    }

    /** Overlaps of p students and k teachers: 1 on the diagonal, 0.3 among students, −0.2, 0.1, 0.4, … with teachers. */
    static double[][] omega(int p, int k) {
        double[][] omega = new double[p + k][p + k];
        for (int i = 0; i < p + k; i++) {
            for (int j = 0; j < p + k; j++) {
                boolean students = Math.max(i, j) < p;
                boolean teachers = Math.min(i, j) >= p;
                omega[i][j] = i == j ? 1 : students ? 0.3 : teachers ? 0 : 0.3 * ((i + j) % 3) - 0.2;
            }
        }
        return omega;
    }

    static Problem<Network> problem(int p, int k, Activation activation, TrainingRule rule, long dimension) {
        double[][] omega = omega(p, k);
        double[][] m = new double[p][k];
        double[][] q = new double[p][p];
        double[][] t = new double[k][k];
        for (int j = 0; j < p; j++) {
            System.arraycopy(omega[j], 0, q[j], 0, p);
            System.arraycopy(omega[j], p, m[j], 0, k);
        }
        for (int r = 0; r < k; r++) {
            System.arraycopy(omega[p + r], p, t[r], 0, k);
        }
        return Problem.of(Network.student(p, activation).teacher(k, activation).labelNoise(0.1))
                .rule(rule)
                .dimension(dimension)
                .start(Start.overlaps(m, q, t));
    }

    static double[] start(FieldDynamics dynamics) {
        double[] s = new double[dynamics.components().size()];
        dynamics.start(s);
        return s;
    }

    /** Holds the draws' mean against zero and their covariance against a given one with its error. */
    private static void check(Draw draw, int draws, double[][] expected, double[][] error) {
        int size = expected.length;
        double[] x = new double[size];
        double[] mean = new double[size];
        double[][] sum = new double[size][size];
        double[][] squares = new double[size][size];
        for (int n = 0; n < draws; n++) {
            draw.into(x);
            for (int i = 0; i < size; i++) {
                mean[i] += x[i] / draws;
                for (int j = 0; j <= i; j++) {
                    sum[i][j] += x[i] * x[j] / draws;
                    squares[i][j] += x[i] * x[j] * x[i] * x[j] / draws;
                }
            }
        }
        double largest = 0;
        for (int i = 0; i < size; i++) {
            largest = Math.max(largest, expected[i][i]);
        }
        // what vanishes, such as the noise of a norm that is kept, does so up to rounding
        double rounding = 1e-13 * largest;
        for (int i = 0; i < size; i++) {
            double meanError = Math.sqrt(Math.max(expected[i][i], 0) / draws);
            within(0, mean[i], meanError, Math.sqrt(rounding * largest), "mean " + i);
            for (int j = 0; j <= i; j++) {
                double sampled = Math.sqrt((squares[i][j] - sum[i][j] * sum[i][j]) / draws);
                within(expected[i][j], sum[i][j], Math.hypot(sampled, error[i][j]), rounding, "cov " + i + " " + j);
            }
        }
    }

    private static void within(double expected, double got, double error, double rounding, String what) {
        double gap = Math.abs(got - expected);
        assertTrue(
                gap <= TOLERANCE * error + rounding,
                () -> what + ": " + got + " for " + expected + ", " + gap / error + " standard errors");
    }

    /** Covariance by many randomised nodes, and its standard error over their groups. */
    private static double[][][] fineCovariance(Problem<Network> problem, int p, int k) {
        StepLaw law = StepLaw.of(problem).withFineCovariance();
        double[][][] gram = {omega(p, k)};
        double[] s = start(law.dynamics(gram));
        int size = s.length;
        int groups = law.covarianceGroups();
        double[][] mean = new double[size][size];
        law.dynamics(gram).covariance(0, s, mean);
        double[][] error = new double[size][size];
        double[][] one = new double[size][size];
        for (int g = 0; g < groups; g++) {
            law.ofGroup(g).dynamics(gram).covariance(0, s, one);
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    error[i][j] += Math.pow(one[i][j] - mean[i][j], 2) / (groups * (groups - 1.0));
                }
            }
        }
        for (double[] row : error) {
            for (int j = 0; j < size; j++) {
                row[j] = Math.sqrt(row[j]);
            }
        }
        return new double[][][] {mean, error};
    }

    private static void sampledNoiseIsThatOfFineNodes(TrainingRule rule, long dimension, int draws) {
        Problem<Network> problem = problem(3, 2, Activation.ERF, rule, dimension);
        StepLaw law = StepLaw.of(problem);
        assertTrue(law.covarianceGroups() > 1, "many fields, so that the noise is sampled");
        FieldDynamics dynamics = law.dynamics(new double[][][] {omega(3, 2)});
        double[] s = start(dynamics);
        double[][][] expected = fineCovariance(problem, 3, 2);
        RandomGenerator random = random(5);
        check(x -> dynamics.noise(0.3, s, random, x), draws, expected[0], expected[1]);
    }

    @Test
    void sampledNoiseOfFiveFieldsHasTheCovarianceOfAStep() {
        sampledNoiseIsThatOfFineNodes(TrainingRule.plain(0.8), 100, 6_000);
    }

    @Test
    void alsoOnTheSphere() {
        sampledNoiseIsThatOfFineNodes(TrainingRule.projected(0.8).withBatch(3), 100, 6_000);
    }

    /**
     * Three fields of a square network, noise from samples although the fields are few, against the tensor rule that is exact for
     * moments of degree twelve. With γ/d = 1/2 the orthogonal part's own spread is a tenth of the variance of Q.
     */
    private static void finiteNoiseIsExact(TrainingRule rule) {
        TrainingRule finite = rule.withFiniteDimensionCorrections();
        Problem<Network> problem = problem(2, 1, Activation.SQUARE, finite, 12);
        StepLaw law = StepLaw.of(problem);
        double[][][] gram = {omega(2, 1)};
        // e is of degree 3 in the fields and 1 in the label noise: 7 nodes a field are exact for its fourth power, and
        // 5 for the
        // moments of degree 8 that remain where the noise is sampled
        FieldDynamics exact = dynamics(problem, law, new TensorGaussHermite(3, 7, 3), false, gram);
        FieldDynamics sampled = dynamics(problem, law, new TensorGaussHermite(3, 5, 2), true, gram);
        double[] s = start(exact);
        double[][] covariance = new double[s.length][s.length];
        exact.covariance(0, s, covariance);
        RandomGenerator random = random(9);
        check(x -> sampled.noise(0, s, random, x), 10_000, covariance, new double[s.length][s.length]);
        check(x -> exact.noise(0, s, random, x), 1_000, covariance, new double[s.length][s.length]);
    }

    private static FieldDynamics dynamics(
            Problem<Network> problem, StepLaw law, FieldQuadrature rule, boolean sampled, double[][][] gram) {
        return new FieldDynamics(
                problem,
                law.layout(),
                new SampleMoments(samples(problem, rule)),
                samples(problem, rule),
                sampled,
                Observing.standard(),
                gram);
    }

    private static FieldSamples samples(Problem<Network> problem, FieldQuadrature rule) {
        return new FieldSamples(problem.model(), rule, FieldSamples.ALL_GROUPS);
    }

    @Test
    void sampledNoiseAtFiniteDimensionHasTheExactCovariance() {
        finiteNoiseIsExact(TrainingRule.plain(6));
    }

    @Test
    void alsoWithABatch() {
        finiteNoiseIsExact(TrainingRule.plain(6).withBatch(4));
    }

    @Test
    void alsoOnTheSphereAtFiniteDimension() {
        finiteNoiseIsExact(TrainingRule.projected(2).withBatch(2));
    }

    /** Of rank two in three entries, one of them still. */
    @Test
    void covarianceNoiseHasASingularCovariance() {
        CovarianceNoise noise = new CovarianceNoise(4);
        double[][] covariance = {{4, 2, 0, 2}, {2, 2, 0, 0}, {0, 0, 0, 0}, {2, 0, 0, 2}};
        for (int i = 0; i < 4; i++) {
            System.arraycopy(covariance[i], 0, noise.covariance[i], 0, 4);
        }
        RandomGenerator random = random(3);
        check(x -> noise.draw(random, x), 100_000, covariance, new double[4][4]);
    }
}
