package org.sgdlimits.leastsquares;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sgdlimits.method.Outcome;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.method.Trajectory.Summary;
import org.sgdlimits.model.Schedule;

/** Validation: predictions against SGD itself and against gradient descent; regression where so tagged. */
final class LeastSquaresMethodsTest {

    private static final int N = 200;
    private static final int D = 100;

    /** P(|z| > 4.5) = 7·10⁻⁶ a comparison, below 2·10⁻³ for the some 250 comparisons of this class. */
    private static final double STANDARD_ERRORS = 4.5;

    private static final RunSettings SETTINGS =
            RunSettings.defaults().withPoints(8).withReplicas(400).withThreads(2);

    private static LeastSquaresProblem problem() {
        RandomGenerator random = Spectra.random(11);
        DenseMatrix heldOut = Designs.gaussian(150, D, random);
        double[] labels = Designs.labels(heldOut, Spectra.normal(D, random), 1, random);
        return Spectra.gaussian(N, D, 3)
                .observing(RowRisk.test(new LabelledData(heldOut, labels)))
                .observing(RowRisk.distance("distance", Spectra.normal(D, random)));
    }

    /**
     * A bound on what the prediction misses for one given A: it replaces Σ_i r_i² ‖a_i‖² by the product of the means, which
     * for Gaussian rows is off by a relative √(2/n)√(2/d); that is part κ = γ/threshold of the loss, fed back 1/(1 − κ)-fold.
     * Three standard deviations. (The exact second moments for six given A, in numpy: off by up to 1.3 % at κ = 0.375.)
     */
    private static double finiteSize(double kappa) {
        return 3 * 2 / Math.sqrt((double) N * D) * kappa / (1 - kappa);
    }

    private static void assertPredicted(LeastSquaresProblem problem, double allowance) {
        Trajectory predicted = new LeastSquaresVolterra().solve(problem, SETTINGS);
        Trajectory sgd = new LeastSquaresSgd().solve(problem, SETTINGS);
        assertEquals(predicted.observables(), sgd.observables());
        compare(predicted, sgd, allowance);
    }

    private static void compare(Trajectory predicted, Trajectory sgd, double allowance) {
        Trajectory same = predicted.at(
                sgd.times().stream().mapToDouble(Trajectory.Instant::tau).toArray());
        assertEquals(sgd.times(), same.times());
        for (int t = 0; t < sgd.times().size(); t++) {
            for (int o = 0; o < sgd.observables().size(); o++) {
                double expected = same.values()[t][o].mean();
                Summary found = sgd.values()[t][o];
                assertEquals(
                        expected,
                        found.mean(),
                        STANDARD_ERRORS * found.standardError() + (allowance + 1e-12) * expected,
                        sgd.observables().get(o) + " at " + sgd.times().get(t).tau());
            }
        }
    }

    @Test
    @Tag("validation")
    void volterraPredictsSgd() {
        assertPredicted(problem().rule(BatchRule.singleSample(1.5)).until(5), finiteSize(1.5 / 4));
    }

    @Test
    @Tag("validation")
    void volterraPredictsSgdWithRidgeFromAnotherStartUnderASchedule() {
        LeastSquaresProblem problem = problem()
                .ridge(0.3)
                .start(Spectra.normal(D, Spectra.random(5)))
                .rule(BatchRule.singleSample(1).withLearningRate(Schedule.power(1.5, 2, 0.5)))
                .until(5);
        assertPredicted(problem, finiteSize(1.5 / 4));
    }

    /** d > n: a start outside the row space stays where it is and shows in the risk on rows held out. */
    @Test
    @Tag("validation")
    void volterraPredictsSgdWithMoreColumnsThanRows() {
        RandomGenerator random = Spectra.random(12);
        LeastSquaresProblem wide = Spectra.gaussian(D, N, 3);
        DenseMatrix heldOut = Designs.gaussian(150, N, random);
        double[] labels = Designs.labels(heldOut, Spectra.normal(N, random), 1, random);
        LeastSquaresProblem problem = wide.observing(RowRisk.test(new LabelledData(heldOut, labels)))
                .start(Spectra.normal(N, random))
                .rule(BatchRule.singleSample(0.4))
                .until(6);
        assertPredicted(problem, finiteSize(0.4));
    }

    @Test
    @Tag("validation")
    void theDiscreteEquationPredictsMomentumAndBatches() {
        // κ of the effective rate γ/(1 − Δ)
        assertPredicted(problem().rule(BatchRule.batches(0.5, 20, 0.5)).until(12), finiteSize(0.25));
        assertPredicted(
                problem().rule(BatchRule.batches(0.5, 20, 0.5)).ridge(0.3).until(12), finiteSize(0.25));
        assertPredicted(
                problem()
                        .rule(BatchRule.batches(1, 50, 0).withSampling(Sampling.WITH_REPLACEMENT))
                        .until(10),
                finiteSize(0.25));
    }

    /** Full batches have no noise: gradient descent with momentum, by matrix products against by modes; rounding of 30 updates. */
    @Test
    @Tag("validation")
    void fullBatchesAreGradientDescentExactly() {
        LeastSquaresProblem problem = problem()
                .ridge(0.3)
                .start(Spectra.normal(D, Spectra.random(5)))
                .rule(BatchRule.batches(0.6, N, 0.4))
                .until(30);
        RunSettings one = SETTINGS.withReplicas(1).withPoints(30);
        Trajectory predicted = new LeastSquaresVolterra().solve(problem, one);
        Trajectory found = new LeastSquaresSgd().solve(problem, one);
        for (String observable : found.observables()) {
            double[] expected = predicted.means(observable);
            assertArrayEquals(expected, found.means(observable), 1e-11 * expected[0]);
        }
    }

    /** The mean loss of homogenized SGD obeys the Volterra equation exactly; the scheme's own bias is below 10⁻³. */
    @Test
    @Tag("validation")
    void volterraIsTheMeanOfHomogenizedSgd() {
        LeastSquaresProblem problem =
                problem().ridge(0.1).rule(BatchRule.singleSample(1.5)).until(5);
        Trajectory predicted = new LeastSquaresVolterra().solve(problem, SETTINGS);
        Trajectory hsgd = new LeastSquaresHsgd().solve(problem, SETTINGS);
        assertTrue((double) hsgd.facts().get("schemeBias") <= 1e-3);
        compare(predicted, hsgd, 1e-3);
    }

    /** Without replacement over an epoch the noise is smaller: the loss lies below the prediction, which says that it is off. */
    @Test
    @Tag("validation")
    void reshufflingLiesBelowThePrediction() {
        LeastSquaresProblem problem = problem()
                .rule(BatchRule.singleSample(1).withSampling(Sampling.RESHUFFLED))
                .until(10);
        Trajectory predicted = new LeastSquaresVolterra().solve(problem, SETTINGS);
        Summary found = new LeastSquaresSgd().solve(problem, SETTINGS).last("loss");
        assertTrue(predicted.approximation().isPresent());
        assertTrue(found.mean() + 10 * found.standardError()
                < predicted.last("loss").mean());
    }

    /** Another order of the sums: rounding, 2,000 updates. */
    @Test
    @Tag("validation")
    void sparseRowsMakeTheSameSteps() {
        LeastSquaresProblem dense =
                Spectra.gaussian(60, 20, 4).rule(BatchRule.singleSample(0.8)).until(30);
        DesignMatrix sparse = Sparse.of((DenseMatrix) dense.data().design());
        LeastSquaresProblem other = LeastSquaresProblem.of(sparse, dense.data().target())
                .rule(dense.rule())
                .until(30);
        RunSettings one = SETTINGS.withReplicas(2);
        assertArrayEquals(
                new LeastSquaresSgd().solve(dense, one).means("loss"),
                new LeastSquaresSgd().solve(other, one).means("loss"),
                1e-10);
    }

    @Test
    @Tag("regression")
    void resultsDoNotDependOnTheNumberOfThreads() {
        LeastSquaresProblem problem =
                problem().rule(BatchRule.singleSample(1.5)).until(1);
        for (LeastSquaresMethod method : List.of(new LeastSquaresSgd(), new LeastSquaresHsgd())) {
            Trajectory one = method.solve(problem, SETTINGS.withReplicas(20).withThreads(1));
            Trajectory three = method.solve(problem, SETTINGS.withReplicas(20).withThreads(3));
            for (int t = 0; t < one.values().length; t++) {
                assertArrayEquals(one.values()[t], three.values()[t], method.name());
            }
            assertFalse(one.last("loss").mean()
                    == method.solve(problem, SETTINGS.withReplicas(20).withSeed(9))
                            .last("loss")
                            .mean());
        }
    }

    @Test
    @Tag("regression")
    void divergenceReturnsWhatWasComputed() {
        LeastSquaresProblem problem = problem().rule(BatchRule.singleSample(8)).until(20);
        for (LeastSquaresMethod method :
                List.of(new LeastSquaresVolterra(), new LeastSquaresSgd(), new LeastSquaresHsgd())) {
            Trajectory run = method.solve(problem, SETTINGS.withReplicas(2).withPoints(200));
            assertEquals(Outcome.Kind.DIVERGED, run.outcome().kind(), method.name());
            assertTrue(run.times().size() > 1, method.name());
            assertTrue(
                    run.outcome().message().contains("at epoch "), run.outcome().message());
        }
    }

    @Test
    @Tag("regression")
    void badInputIsRefusedByName() {
        LeastSquaresProblem problem = problem();
        assertMessage(
                "training.batch: expected at most the 200 rows", () -> problem.rule(BatchRule.batches(1, 201, 0)));
        assertMessage("training.momentum: expected a number from 0", () -> BatchRule.batches(1, 2, 1));
        assertMessage("training.ridge: expected a number >= 0, got -1", () -> problem.ridge(-1));
        assertMessage("start: expected 100 entries", () -> problem.start(new double[3]));
        assertMessage("run.horizon.epochs: expected a number > 0", () -> problem.until(0));
        assertMessage(
                "run.horizon.epochs: expected at least 0.375, half an update of batch/n = 0.75 epochs, got 0.3",
                () -> new LeastSquaresSgd()
                        .solve(problem.rule(BatchRule.batches(1, 150, 0)).until(0.3), SETTINGS));
        assertMessage("training.batch: homogenized SGD is for single samples", () -> new LeastSquaresHsgd()
                .solve(problem.rule(BatchRule.batches(1, 2, 0)), SETTINGS));
        assertMessage(
                "data: row 2: expected 2 entries as in row 1, got 1",
                () -> DenseMatrix.of(new double[][] {{1, 2}, {3}}));
        assertMessage(
                "data: row 2, column 1: expected a finite number, got NaN",
                () -> DenseMatrix.of(new double[][] {{1}, {Double.NaN}}));
        assertMessage(
                "data: row 2: expected columns that ascend, none twice, got 1 after 1",
                () -> SparseMatrix.of(3, new int[] {0, 1, 3}, new int[] {2, 1, 1}, new double[] {1, 2, 3}));
        assertMessage(
                "data: expected a matrix of at most 2^31 - 1 numbers, got 60000 x 60000",
                () -> Designs.featureWeights(60_000, 60_000, new Random(1)));
        assertMessage(
                "data.target: expected 200 entries",
                () -> LeastSquaresProblem.of(problem.data().design(), new double[3]));
    }

    private static void assertMessage(String start, Executable action) {
        String message = assertThrows(IllegalArgumentException.class, action).getMessage();
        assertTrue(message.startsWith(start), message);
    }
}
