package org.sgdlimits.method;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.law.FieldDynamics;
import org.sgdlimits.law.StepLaw;
import org.sgdlimits.method.RandomStreams.Purpose;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.HermiteTerm;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Loss;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Schedule;
import org.sgdlimits.model.Smoothness;
import org.sgdlimits.model.Spectrum;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.Target;
import org.sgdlimits.model.TrainingRule;

/**
 * The mean and covariance of one step at finite d and batch against sampled raw steps from one start, entry by entry within 4
 * standard errors of the sample: each entry of a true law is farther off with probability 6.3e-5. The seeds are fixed.
 */
@Tag("validation")
final class OneStepLawTest {

    private static final int SAMPLES = 60_000;

    private static List<TrainingRule> rules(double rate, long batch) {
        return List.of(
                TrainingRule.plain(rate).withBatch(batch),
                TrainingRule.projected(rate).withBatch(batch),
                TrainingRule.spherical(rate).withBatch(batch));
    }

    private static Network network(int p) {
        Network network =
                Network.student(p, Activation.ERF).teacher(1, Activation.ERF).labelNoise(0.2);
        return p == 1 ? network : network.secondLayer(0.9, -1.2).trainSecondLayer();
    }

    private static Problem<Network> problem(Network model, TrainingRule rule, long dimension) {
        TrainingRule finite = rule.withParameterRate(Schedule.constant(0.7)).withFiniteDimensionCorrections();
        return new Problem<>(model, finite, dimension, Start.random(1), Horizon.steps(1));
    }

    /** The plain rule's mean and, for one sample, covariance are exact, so that a large step and small d are no matter. */
    @Test
    void plainStepHasItsExactLawAtTheSmallestDimensions() {
        for (int p : new int[] {1, 2}) {
            for (long batch : new long[] {1, 5}) {
                hold(problem(network(p), TrainingRule.plain(1).withBatch(batch), p + 3), batch == 1);
            }
        }
    }

    /**
     * On the sphere the covariance is that of the linearised normalisation, off by a relative γ/d = 0.005 or less, below the
     * sampling error of 0.6 % and more.
     */
    @Test
    void stepsOfEveryRuleHaveTheirLaw() {
        for (int p : new int[] {1, 2}) {
            for (long batch : new long[] {1, 5}) {
                for (TrainingRule rule : rules(0.3, batch)) {
                    hold(problem(network(p), rule, 60), true);
                }
            }
        }
    }

    @Test
    void stepsOnTwoSpectralBlocksHaveTheirLaw() {
        Covariance covariance = Covariance.eigenvalues(new double[] {1.7, 0.65}, new long[] {20, 40});
        for (long batch : new long[] {1, 5}) {
            for (TrainingRule rule : rules(0.3, batch)) {
                hold(problem(network(1).covariance(covariance), rule, 60), true);
            }
        }
        hold(problem(network(2).covariance(covariance), TrainingRule.plain(0.3), 60), true);
    }

    /** Blocks of fewer directions than there are vectors, and an error signal that only quadrature knows. */
    @Test
    void stepsOnNarrowSpectralBlocksHaveTheirLaw() {
        Covariance covariance = Covariance.eigenvalues(new double[] {2.5, 1.4, 0.8, 0.5}, new long[] {1, 2, 7, 30});
        Network twoTeachers =
                Network.student(1, Activation.TANH).teacher(2, Activation.TANH).labelNoise(0.2);
        for (TrainingRule rule : rules(0.3, 1)) {
            hold(problem(twoTeachers.covariance(covariance), rule, 40), true);
        }
        hold(
                problem(
                        network(2).covariance(covariance),
                        TrainingRule.projected(0.3).withBatch(5),
                        40),
                true);
    }

    /** Bounded students, whose fourth moments leave the sampled covariances a trustworthy standard error. */
    @Test
    void stepsTowardsAMultiIndexTargetHaveTheirLaw() {
        Target staircase = Target.hermite(2, HermiteTerm.of(1, 1, 0), HermiteTerm.of(-0.8, 1, 1));
        Target function =
                Target.of("sin(x y) + |x|", 2, Smoothness.kinked(), x -> Math.sin(x[0] * x[1]) + Math.abs(x[0]));
        for (Target target : List.of(staircase, function)) {
            Network network = Network.student(1, Activation.ERF).target(target).labelNoise(0.2);
            for (TrainingRule rule : rules(0.3, 1)) {
                hold(problem(network, rule, 60), true);
            }
            hold(problem(network.loss(Loss.CORRELATION), TrainingRule.plain(0.3).withBatch(5), 60), true);
        }
    }

    private static void hold(Problem<? extends FieldModel> problem, boolean withCovariance) {
        double[][][] gram = StartDraw.gram(problem, 5, 0);
        FieldDynamics dynamics = StepLaw.of(problem).withFineCovariance().dynamics(gram);
        int size = dynamics.components().size();
        double[] s = new double[size];
        dynamics.start(s);
        double[] mean = new double[size];
        dynamics.meanIncrement(0, s, mean);
        for (int i = 0; i < size; i++) {
            mean[i] += s[i];
        }
        double[][] covariance = new double[size][size];
        dynamics.covariance(0, s, covariance);
        double[][] steps = sample(problem, gram, dynamics);
        double square = (double) problem.dimension() * problem.dimension();
        for (int i = 0; i < size; i++) {
            String what = dynamics.components().get(i) + " under " + problem.rule() + " at d = " + problem.dimension();
            check(Runs.column(steps, i), mean[i], "mean of " + what);
            for (int j = 0; withCovariance && j <= i; j++) {
                double[] products = new double[SAMPLES];
                for (int n = 0; n < SAMPLES; n++) {
                    products[n] = (steps[n][i] - mean[i]) * (steps[n][j] - mean[j]);
                }
                check(
                        products,
                        covariance[i][j] / square,
                        "covariance with " + dynamics.components().get(j) + " of " + what);
            }
        }
    }

    private static void check(double[] samples, double expected, String what) {
        double sum = 0;
        double squares = 0;
        for (double sample : samples) {
            sum += sample - expected;
            squares += (sample - expected) * (sample - expected);
        }
        double deviation = sum / samples.length;
        double error = Math.sqrt(squares / samples.length - deviation * deviation) / Math.sqrt(samples.length);
        // entries without spread, such as norms on the sphere, are right to rounding
        assertTrue(
                Math.abs(deviation) <= 4 * error + 1e-14,
                what + ": expected " + expected + ", sampled " + (expected + deviation) + " +- " + error);
    }

    private static double[][] sample(Problem<? extends FieldModel> problem, double[][][] gram, FieldDynamics dynamics) {
        Spectrum spectrum = problem.model().covariance().spectrum(problem.dimension());
        double[][] start = StartVectors.draw(gram, spectrum, RandomStreams.of(5, Purpose.DIRECTIONS, 0));
        double[][] vectors = new double[start.length][start[0].length];
        RawStep run = new RawStep(problem, dynamics.layout(), vectors, RandomStreams.of(5, Purpose.RAW_SGD, 0), false);
        double[] theta = problem.model().parameters();
        double[][] result = new double[SAMPLES][dynamics.components().size()];
        for (double[] row : result) {
            for (int i = 0; i < start.length; i++) {
                System.arraycopy(start[i], 0, vectors[i], 0, start[i].length);
            }
            System.arraycopy(theta, 0, run.parameters, 0, theta.length);
            run.step(0);
            dynamics.layout().pack(run.parameters, run.gram(), row);
        }
        return result;
    }
}
