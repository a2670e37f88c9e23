package org.sgdlimits.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.hipparchus.CalculusFieldElement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.law.FieldDynamics;
import org.sgdlimits.law.SignalLaw;
import org.sgdlimits.law.StepLaw;
import org.sgdlimits.method.RandomStreams.Purpose;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Objective;
import org.sgdlimits.model.ObjectiveModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Schedule;
import org.sgdlimits.model.Smoothness;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/** Validation: homogenized SGD against SGD and against the drift of the overlaps. */
@Tag("validation")
final class HomogenizedSgdTest {

    private static final int D = 200;
    private static final Covariance TWO_BLOCKS = Covariance.eigenvalues(new double[] {0.5, 2.5}, new long[] {150, 50});

    /** Two-sided chance of a false alarm 10⁻⁵ where the law is normal. */
    private static final double SIGMAS = 4.42;

    private static final double LABEL_NOISE = 5;

    /** ½(r − r* − 5ξ)². */
    private static final class LeastSquares implements Objective {
        @Override
        public <T extends CalculusFieldElement<T>> T loss(T[] student, double[] teacher, double noise) {
            return student[0]
                    .subtract(teacher[0] + LABEL_NOISE * noise)
                    .square()
                    .multiply(0.5);
        }
    }

    private static final ObjectiveModel LEAST_SQUARES = ObjectiveModel.of("least-squares", 1, 1, new LeastSquares())
            .withNoise()
            .withSmoothness(Smoothness.polynomial(1));

    /** A student that knows something of its teacher, so that the risk moves. */
    private static Problem<ObjectiveModel> problem(ObjectiveModel model, Covariance covariance, double rate) {
        Random random = new Random(3);
        double[][] vectors = new double[2][D];
        double[] square = new double[2];
        for (int i = 0; i < D; i++) {
            vectors[0][i] = random.nextGaussian();
            vectors[1][i] = random.nextGaussian() + 0.5 * vectors[0][i];
            square[0] += vectors[0][i] * vectors[0][i];
            square[1] += vectors[1][i] * vectors[1][i];
        }
        for (int i = 0; i < D; i++) {
            vectors[0][i] /= Math.sqrt(square[0]);
            vectors[1][i] /= Math.sqrt(square[1]);
        }
        return new Problem<>(
                model.withCovariance(covariance),
                TrainingRule.plain(rate),
                D,
                Start.vectors(new double[][] {vectors[0]}, new double[][] {vectors[1]}),
                Horizon.tau(1.5));
    }

    private static RunSettings settings(int replicas) {
        return RunSettings.defaults().withPoints(1).withReplicas(replicas).withThreads(1);
    }

    /**
     * Each of the two has its own bias of order 1/d relative to the limit, allowed for by |mean|/d; the rest are standard errors.
     */
    private static void sameMeanRisk(Problem<ObjectiveModel> problem, int replicas) {
        Trajectory.Summary sgd = new RawSgd().solve(problem, settings(replicas)).last("risk");
        Trajectory.Summary homogenized =
                new HomogenizedSgd(0.025).solve(problem, settings(replicas)).last("risk");
        double allowed = SIGMAS * Math.hypot(sgd.standardError(), homogenized.standardError()) + sgd.mean() / D;
        assertEquals(sgd.mean(), homogenized.mean(), allowed);
    }

    @Test
    void itsRiskHasTheMeanOfSgd() {
        for (Covariance covariance : new Covariance[] {TWO_BLOCKS, ResolventTest.powerLaw(D, 0.5)}) {
            sameMeanRisk(problem(ResolventTest.PHASE_RETRIEVAL, covariance, 0.01), 200);
            sameMeanRisk(problem(ResolventTest.LOGISTIC, covariance, 0.5), 25);
        }
    }

    /** Variance of the risk over that of SGD's. */
    private static double varianceRatio(Problem<ObjectiveModel> problem, int replicas) {
        double sgd =
                new RawSgd().solve(problem, settings(replicas)).last("risk").standardDeviation();
        double homogenized = new HomogenizedSgd(0.025)
                .solve(problem, settings(replicas))
                .last("risk")
                .standardDeviation();
        return homogenized * homogenized / (sgd * sgd);
    }

    /**
     * Least squares with label noise of deviation 5: what homogenized SGD leaves out is γ²σ²/2 + 1/σ² < 10 % of the variance. The log of a
     * ratio of two variances of n near-normal numbers has standard error √(4/n).
     */
    @Test
    void itsRiskHasTheVarianceOfSgdUnderMuchLabelNoise() {
        int replicas = 500;
        double allowed = SIGMAS * Math.sqrt(4.0 / replicas) + 0.1;
        assertEquals(0, Math.log(varianceRatio(problem(LEAST_SQUARES, TWO_BLOCKS, 0.05), replicas)), allowed);
    }

    /** The ratio is 0.4; that it passes 0.8 by chance is 7 standard errors off. */
    @Test
    void itsRiskSpreadsLessThanThatOfSgdInPhaseRetrieval() {
        assertTrue(varianceRatio(problem(ResolventTest.PHASE_RETRIEVAL, TWO_BLOCKS, 0.01), 400) < 0.8);
    }

    /**
     * Mean and covariance of one Euler step's overlaps, two students, two teachers, erf, K in two blocks: the mean from the
     * law of a step, the variance of M_b from its own noise, (γ²/(d n_b)) h λ_b E[e e]_jj P_b,rr. A variance of N draws has relative standard error √(2/N).
     */
    @Test
    void oneStepHasTheDriftOfTheOverlapsAndItsOwnNoise() {
        Network network = Network.student(2, Activation.ERF)
                .teacher(2, Activation.ERF)
                .labelNoise(0.3)
                .covariance(TWO_BLOCKS);
        double h = 0.01;
        double rate = 0.8;
        Problem<? extends FieldModel> problem =
                new Problem<>(network, TrainingRule.plain(rate).withBatch(2), D, Start.random(1), Horizon.tau(1));
        StepLaw law = StepLaw.of(problem);
        FieldDynamics dynamics = law.dynamics(Starts.gram(problem, 1, 0));
        double[] s = new double[law.layout().size()];
        double[] drift = new double[s.length];
        dynamics.start(s);
        dynamics.drift(0, s, drift);
        SignalLaw signal = law.coarse().signalLaw();
        double[][] omega = new double[4][4];
        for (int b = 0; b < 2; b++) {
            double[][] gram = Starts.gram(problem, 1, 0)[b];
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < 4; j++) {
                    omega[i][j] += TWO_BLOCKS.spectrum(D).eigenvalue(b) * gram[i][j];
                }
            }
        }
        signal.at(omega, new double[0]);
        int draws = 4000;
        double[] sum = new double[s.length];
        double[] squares = new double[s.length];
        double[] moved = new double[s.length];
        double[][] start = StartVectors.of(problem, 1, 0);
        for (int draw = 0; draw < draws; draw++) {
            double[][] vectors = {start[0].clone(), start[1].clone(), start[2], start[3]};
            HomogenizedPath path =
                    new HomogenizedPath(law, vectors, RandomStreams.of(1, Purpose.HOMOGENIZED_SGD, draw));
            assertTrue(path.step(0, h));
            path.state(law.layout(), moved);
            for (int i = 0; i < s.length; i++) {
                double move = (moved[i] - s[i]) / h;
                sum[i] += move;
                squares[i] += move * move;
            }
        }
        for (int b = 0; b < 2; b++) {
            double[][] gram = Starts.gram(problem, 1, 0)[b];
            for (int j = 0; j < 2; j++) {
                for (int r = 0; r < 2; r++) {
                    int i = 4 * b + 2 * j + r + 3 * b;
                    assertEquals(
                            "M{" + (b + 1) + "}[" + (j + 1) + "," + (r + 1) + "]",
                            law.layout().components().get(i));
                    double mean = sum[i] / draws;
                    double own = rate
                            * rate
                            / (D * 2.0)
                            / h
                            * TWO_BLOCKS.spectrum(D).eigenvalue(b)
                            * signal.product()[j][j]
                            * gram[2 + r][2 + r];
                    double variance = squares[i] / draws - mean * mean;
                    assertEquals(1, variance / own, SIGMAS * Math.sqrt(2.0 / draws));
                }
            }
        }
        for (int i = 0; i < s.length; i++) {
            double mean = sum[i] / draws;
            double error = Math.sqrt((squares[i] / draws - mean * mean) / draws);
            // an Euler step's own second-order term is h |drift|² in Q at most
            assertEquals(
                    drift[i],
                    mean,
                    SIGMAS * error + h * drift[i] * drift[i] + h,
                    law.layout().components().get(i));
        }
    }

    @Test
    void theProjectedRuleKeepsUnitNormsAndFollowsItsOde() {
        Network network = Network.student(1, Activation.SQUARE)
                .teacher(1, Activation.SQUARE)
                .labelNoise(0.5);
        Problem<Network> problem = Problem.of(network)
                .rule(TrainingRule.projected(0.05))
                .start(Start.overlap(0.4))
                .until(Horizon.tau(6));
        Trajectory homogenized = new HomogenizedSgd(0.05).solve(problem, settings(100));
        Trajectory ode = new Ode().solve(problem, settings(1));
        assertEquals(1, homogenized.last("Q[1,1]").mean(), 1e-12);
        Trajectory.Summary overlap = homogenized.last("M[1,1]");
        assertEquals(ode.last("M[1,1]").mean(), overlap.mean(), SIGMAS * overlap.standardError() + 5.0 / 1000);
    }

    @Test
    void resultsDoNotDependOnTheNumberOfThreads() {
        Problem<ObjectiveModel> problem = problem(ResolventTest.PHASE_RETRIEVAL, TWO_BLOCKS, 0.01);
        Trajectory one = new HomogenizedSgd(0.1).solve(problem, settings(7));
        Trajectory three = new HomogenizedSgd(0.1).solve(problem, settings(7).withThreads(3));
        assertEquals(one.last("risk"), three.last("risk"));
    }

    @Test
    void passagesAreThoseOfTheSamePaths() {
        Problem<ObjectiveModel> problem = problem(ResolventTest.PHASE_RETRIEVAL, TWO_BLOCKS, 0.01);
        Passages passages = new HomogenizedSgd(0.1).passages(problem, settings(5), Threshold.fall("risk", 0.05));
        assertTrue(passages.exited() >= 1);
        for (Passage run : passages.runs()) {
            assertEquals(Math.rint(run.at().tau() / 0.1), run.at().tau() / 0.1, 1e-9);
        }
    }

    @Test
    void whatItCannotDoIsRefused() {
        Problem<Network> trained = Problem.of(
                Network.student(1, Activation.ERF).teacher(1, Activation.ERF).trainSecondLayer());
        refuses(trained, "run.methods: the method \"hsgd\" moves the first layer's vectors only");
        Problem<ObjectiveModel> plain = Problem.of(ResolventTest.LOGISTIC);
        refuses(
                plain.rule(TrainingRule.plain(1).withFiniteDimensionCorrections()),
                "training.corrections: expected none");
        refuses(plain.rule(TrainingRule.gradientFlow(1)), "run.methods: the method \"hsgd\" draws samples");
        refuses(plain.dimension(1_000_000_000L), "run.dimension: expected at most 100000000 for vectors");
        assertThrows(IllegalArgumentException.class, () -> new HomogenizedSgd(0));
        assertThrows(IllegalArgumentException.class, () -> new HomogenizedSgd(Double.NaN));
    }

    private static void refuses(Problem<? extends FieldModel> problem, String message) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> new HomogenizedSgd().solve(problem, settings(1)));
        assertTrue(refusal.getMessage().startsWith(message), refusal.getMessage());
    }

    /** Far beyond the largest stable rate the run ends with what it has. */
    @Test
    void aPathThatBlowsUpEndsWithWhatItHas() {
        Trajectory blown = new HomogenizedSgd(0.1)
                .solve(
                        problem(ResolventTest.PHASE_RETRIEVAL, TWO_BLOCKS, 50)
                                .rule(TrainingRule.plain(Schedule.constant(50))),
                        settings(2));
        assertEquals(Outcome.Kind.DIVERGED, blown.outcome().kind());
        assertEquals(1, blown.times().size());
    }
}
