package org.sgdlimits.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.CalculusFieldElement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sgdlimits.law.ObservableFamily;
import org.sgdlimits.law.Observing;
import org.sgdlimits.law.SpectralStatistic;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Objective;
import org.sgdlimits.model.ObjectiveModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Smoothness;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/** Validation: the resolvent on a contour against the flow of the spectral blocks, which knows nothing of contours. */
@Tag("validation")
final class ResolventTest {

    private static final RunSettings SETTINGS = RunSettings.defaults()
            .withPoints(3)
            .withReplicas(1)
            .withThreads(1)
            .withObserving(Observing.of(ObservableFamily.GRADIENT)
                    .withStatistics(List.of(new SpectralStatistic(
                            "quadratic", new double[] {1, -2, 1}, SpectralStatistic.Of.DIFFERENCE))));

    /** Binary logistic regression with the teacher's probabilities. */
    static final class Logistic implements Objective {
        @Override
        public <T extends CalculusFieldElement<T>> T loss(T[] student, double[] teacher, double noise) {
            T r = student[0];
            return r.exp().log1p().subtract(r.multiply(1 / (1 + Math.exp(-teacher[0]))));
        }
    }

    /** (r² − r*²)². */
    static final class PhaseRetrieval implements Objective {
        @Override
        public <T extends CalculusFieldElement<T>> T loss(T[] student, double[] teacher, double noise) {
            return student[0].square().subtract(teacher[0] * teacher[0]).square();
        }
    }

    static final ObjectiveModel LOGISTIC = ObjectiveModel.of("logistic", 1, 1, new Logistic());
    static final ObjectiveModel PHASE_RETRIEVAL =
            ObjectiveModel.of("phase-retrieval", 1, 1, new PhaseRetrieval()).withSmoothness(Smoothness.polynomial(3));

    /** λ_j ∝ j^{−a}, tr K = d. */
    static Covariance powerLaw(int d, double exponent) {
        double[] values = IntStream.rangeClosed(1, d)
                .mapToDouble(j -> Math.pow(j, -exponent))
                .toArray();
        double mean = Arrays.stream(values).sum() / d;
        long[] ones = new long[d];
        Arrays.fill(ones, 1);
        return Covariance.eigenvalues(
                Arrays.stream(values).map(value -> value / mean).toArray(), ones);
    }

    private static final int D = 400;

    private static <M extends FieldModel> Problem<M> problem(M model, TrainingRule rule, Start start) {
        return new Problem<>(model, rule, D, start, Horizon.tau(3));
    }

    /** The largest difference of an observable at any save, relative to its size or to 1. */
    private static double gap(Trajectory expected, Trajectory actual) {
        assertTrue(expected.outcome().isCompleted(), expected.outcome().message());
        assertTrue(actual.outcome().isCompleted(), actual.outcome().message());
        double worst = 0;
        for (int t = 0; t < expected.times().size(); t++) {
            for (int i = 0; i < expected.observables().size(); i++) {
                double value = expected.values()[t][i].mean();
                double difference = Math.abs(value - actual.values()[t][i].mean());
                worst = Math.max(worst, difference / Math.max(1, Math.abs(value)));
            }
        }
        return worst;
    }

    private static Trajectory blocks(Problem<? extends FieldModel> problem) {
        return new Ode().solve(problem, SETTINGS.withOdeTolerance(1e-13));
    }

    /** The nodes are chosen for 1e-10; at 1e-8 the dense output of both integrations between their steps is allowed for. */
    @Test
    void agreesWithTheFlowOfTheBlocks() {
        Covariance covariance = powerLaw(D, 0.5);
        Network committee = Network.student(2, Activation.ERF)
                .teacher(2, Activation.ERF)
                .labelNoise(0.1)
                .covariance(covariance);
        List<Problem<? extends FieldModel>> problems = List.of(
                problem(LOGISTIC.withCovariance(covariance), TrainingRule.plain(0.5), Start.random(1)),
                problem(PHASE_RETRIEVAL.withCovariance(covariance), TrainingRule.plain(0.01), Start.random(1)),
                problem(LOGISTIC.withCovariance(covariance), TrainingRule.gradientFlow(0.5), Start.random(1)),
                problem(LOGISTIC.withCovariance(covariance), TrainingRule.plain(0.5), Start.zero()),
                problem(LOGISTIC.withCovariance(covariance), TrainingRule.fractionOfCritical(0.1), Start.random(1)),
                problem(LOGISTIC.withCovariance(covariance), TrainingRule.lineSearch(), Start.random(1)),
                problem(LOGISTIC.withCovariance(covariance), TrainingRule.adaGradNorm(0.3, 0.5), Start.random(1)),
                problem(committee, TrainingRule.projected(0.7), Start.random(1)),
                problem(committee, TrainingRule.spherical(0.7).withBatch(3), Start.random(1)),
                problem(committee.trainSecondLayer(), TrainingRule.plain(0.7), Start.random(0.5)),
                problem(committee.covariance(Covariance.identity()), TrainingRule.plain(0.7), Start.random(0.5)));
        for (Problem<? extends FieldModel> problem : problems) {
            double gap = gap(blocks(problem), new Resolvent().solve(problem, SETTINGS));
            assertTrue(
                    gap <= 1e-8,
                    problem.model().describe() + " " + problem.rule().kind() + " "
                            + problem.rule().describeRate() + ": " + gap);
        }
    }

    /**
     * The error of the statistics falls like ρ^{−N}: the slope of its log over N by least squares, N = 8, 10 … 24 at ρ = 2, is −log 2 to
     * 15 %, as the phase cos(Nα) of the aliased term changes with N.
     */
    @Test
    void theErrorFallsGeometricallyWithTheNodes() {
        Problem<ObjectiveModel> problem =
                problem(LOGISTIC.withCovariance(powerLaw(D, 0.5)), TrainingRule.plain(0.5), Start.random(1));
        Trajectory exact = blocks(problem);
        double[] nodes = IntStream.rangeClosed(4, 12).mapToDouble(n -> 2.0 * n).toArray();
        double[] errors = Arrays.stream(nodes)
                .map(n -> gap(exact, new Resolvent((int) n, 2).solve(problem, SETTINGS)))
                .toArray();
        double slope = Runs.slope(Arrays.stream(nodes).map(Math::exp).toArray(), errors);
        assertEquals(-Math.log(2), slope, 0.15 * Math.log(2));
    }

    /** What it reports as its own error bounds what it is off by. */
    @Test
    void theErrorStatedIsThatOfTheContour() {
        Problem<ObjectiveModel> problem =
                problem(LOGISTIC.withCovariance(powerLaw(D, 0.5)), TrainingRule.plain(2), Start.random(1));
        Trajectory resolvent = new Resolvent().solve(problem, SETTINGS);
        double stated = (Double) resolvent.facts().get("contourError");
        assertTrue(stated <= 1e-9, "stated " + stated);
        assertTrue(gap(blocks(problem), resolvent) <= 1e-8);
    }

    @Test
    void theStartShownBlockByBlockIsThatOfTheOtherMethods() {
        Problem<ObjectiveModel> problem =
                problem(LOGISTIC.withCovariance(powerLaw(D, 1)), TrainingRule.plain(2), Start.random(0.7));
        double[][][] gram = StartDraw.gram(problem, 5, 2);
        int[] seen = {0};
        StartDraw.blocks(problem, 5, 2).show((block, b) -> {
            assertEquals(seen[0]++, b);
            for (int i = 0; i < block.length; i++) {
                assertArrayEquals(gram[b][i], block[i]);
            }
        });
        assertEquals(D, seen[0]);
    }

    @Test
    void passagesAreThoseOfTheOde() {
        Problem<ObjectiveModel> problem =
                problem(LOGISTIC.withCovariance(powerLaw(D, 0.5)), TrainingRule.plain(0.5), Start.random(1));
        Threshold threshold = Threshold.fall("risk", 0.1);
        double ode = new Ode()
                .passages(problem, SETTINGS, threshold)
                .runs()
                .get(0)
                .at()
                .tau();
        Passage passage =
                new Resolvent().passages(problem, SETTINGS, threshold).runs().get(0);
        assertTrue(passage.exited());
        assertEquals(ode, passage.at().tau(), 1e-6);
    }

    @Test
    void whatItCannotDoIsRefused() {
        refuses("run.resolvent.nodes: expected an even number >= 2, got 7", () -> new Resolvent(7, 2));
        refuses("run.resolvent.ratio: expected a number above 1 and at most 20.0, got 1.0", () -> new Resolvent(8, 1));
        Problem<ObjectiveModel> finite =
                Problem.of(LOGISTIC).rule(TrainingRule.plain(1).withFiniteDimensionCorrections());
        refuses("training.corrections: expected none", () -> new Resolvent().solve(finite, SETTINGS));
    }

    private static void refuses(String message, Executable what) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, what);
        assertTrue(refusal.getMessage().startsWith(message), refusal.getMessage());
    }
}
