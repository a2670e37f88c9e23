package org.sgdlimits.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.law.StepLaw;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.HermiteTerm;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.Target;
import org.sgdlimits.model.TrainingRule;

@Tag("validation")
final class ReducedSgdTest {

    private static final int REPLICAS = 3000;
    private static final int STEPS = 30;

    /**
     * P(statistic > x) ≤ 2 exp(−2x²): 6e-7 at 2.75. About 250 entries are compared below, so that a true claim fails with
     * probability 1.5e-4 at a fresh seed; the seed is fixed.
     */
    private static final double KOLMOGOROV_SMIRNOV = 2.75;

    private static Network network(int p) {
        return Network.student(p, Activation.ERF).teacher(1, Activation.ERF).labelNoise(0.3);
    }

    private static List<TrainingRule> rules(long batch) {
        return List.of(
                TrainingRule.plain(2).withBatch(batch),
                TrainingRule.projected(2).withBatch(batch),
                TrainingRule.spherical(2).withBatch(batch));
    }

    private static void holdLawsTogether(Problem<? extends FieldModel> problem, int steps) {
        List<String> components = StepLaw.of(problem).layout().components();
        double[][] raw = Runs.raw(problem, steps, REPLICAS, 1);
        double[][] reduced = Runs.reduced(problem, steps, REPLICAS, 2);
        for (int i = 0; i < components.size(); i++) {
            double[] left = Runs.column(raw, i);
            double[] right = Runs.column(reduced, i);
            String what = components.get(i) + " under " + problem.rule();
            // on the sphere a norm is 1 for both, to the rounding of one normalisation a step
            if (Math.abs(left[0] - 1) < 1e-13 && Math.abs(left[1] - 1) < 1e-13) {
                for (int r = 0; r < REPLICAS; r++) {
                    assertEquals(1, left[r], 1e-13, what);
                    assertEquals(1, right[r], 1e-13, what);
                }
            } else {
                double statistic = Runs.kolmogorovSmirnov(left, right);
                assertTrue(statistic < KOLMOGOROV_SMIRNOV, what + ": " + statistic);
            }
        }
    }

    @Test
    void reducedSgdHasTheLawOfRawSgd() {
        for (int p : new int[] {1, 3}) {
            for (long batch : new long[] {1, 5}) {
                for (TrainingRule rule : rules(batch)) {
                    holdLawsTogether(
                            Problem.of(network(p).trainSecondLayer()).rule(rule).dimension(60), STEPS);
                }
            }
        }
    }

    @Test
    void reducedSgdHasTheLawOfRawSgdTowardsAMultiIndexTarget() {
        Network network = Network.student(2, Activation.ERF)
                .target(Target.hermite(3, HermiteTerm.of(1, 1, 0, 0), HermiteTerm.of(-0.8, 0, 1, 1)));
        for (TrainingRule rule : rules(1)) {
            holdLawsTogether(Problem.of(network).rule(rule).dimension(60), STEPS);
        }
    }

    /** A batch larger than p goes through Bartlett's p × p factor, one up to p through a column a sample. */
    @Test
    void reducedSgdHasTheLawOfRawSgdAtEveryBatchAroundTheWidth() {
        for (long batch : new long[] {2, 3, 4}) {
            holdLawsTogether(
                    Problem.of(network(3))
                            .rule(TrainingRule.plain(2).withBatch(batch))
                            .dimension(12),
                    STEPS);
        }
    }

    @Test
    void reducedSgdHasTheLawOfRawSgdOnTwoSpectralBlocks() {
        Covariance covariance = Covariance.eigenvalues(new double[] {1.6, 0.7}, new long[] {20, 40});
        for (TrainingRule rule : rules(5)) {
            holdLawsTogether(problem(network(2).covariance(covariance), rule, 60), STEPS);
        }
    }

    /** d_b = 2 < p + k = 4: the block's rank is at most 2. */
    @Test
    void reducedSgdHasTheLawOfRawSgdInABlockNarrowerThanTheFields() {
        Covariance covariance = Covariance.eigenvalues(new double[] {4, 0.5}, new long[] {2, 30});
        for (TrainingRule rule : rules(1)) {
            holdLawsTogether(problem(network(3).covariance(covariance), rule, 32), STEPS);
        }
    }

    /** d = 3 < p + k = 4: the students and the teacher are dependent, and no direction is left outside their span. */
    @Test
    void reducedSgdHasTheLawOfRawSgdInFewerDimensionsThanFields() {
        for (TrainingRule rule : rules(1)) {
            holdLawsTogether(Problem.of(network(3)).rule(rule).dimension(3), STEPS);
        }
    }

    /** Rounding would add directions to a narrow block in the course of a run if its rank were found anew every step. */
    @Test
    void aNarrowBlockKeepsItsRankOverManySteps() {
        Covariance covariance = Covariance.eigenvalues(new double[] {4, 0.5}, new long[] {2, 30});
        Problem<Network> problem = problem(network(3).covariance(covariance), TrainingRule.plain(0.5), 32);
        ReducedStep run = new ReducedStep(
                problem,
                StepLaw.of(problem).layout(),
                StartDraw.gram(problem, 3, 0),
                RandomStreams.of(3, RandomStreams.Purpose.REDUCED_SGD, 0));
        for (int step = 0; step < 20_000; step++) {
            run.step(step);
        }
        double[][] gram = run.gram[0];
        for (int skip = 0; skip < 4; skip++) {
            int[] rows = new int[3];
            for (int i = 0; i < 3; i++) {
                rows[i] = i < skip ? i : i + 1;
            }
            double size = gram[rows[0]][rows[0]] * gram[rows[1]][rows[1]] * gram[rows[2]][rows[2]];
            // six products of three entries, each with three roundings
            assertEquals(0, determinant(gram, rows), 24 * Math.ulp(1.0) * size);
        }
    }

    private static double determinant(double[][] a, int[] r) {
        return a[r[0]][r[0]] * (a[r[1]][r[1]] * a[r[2]][r[2]] - a[r[1]][r[2]] * a[r[2]][r[1]])
                - a[r[0]][r[1]] * (a[r[1]][r[0]] * a[r[2]][r[2]] - a[r[1]][r[2]] * a[r[2]][r[0]])
                + a[r[0]][r[2]] * (a[r[1]][r[0]] * a[r[2]][r[1]] - a[r[1]][r[1]] * a[r[2]][r[0]]);
    }

    private static <M extends FieldModel> Problem<M> problem(M model, TrainingRule rule, long dimension) {
        return new Problem<>(model, rule, dimension, Start.random(1), Horizon.steps(STEPS));
    }

    /** Aligned students and a zero student: ranks below p + k at the start. */
    @Test
    void reducedSgdHasTheLawOfRawSgdFromSingularOverlaps() {
        double[][] q = {{1, 1, 0}, {1, 1, 0}, {0, 0, 0}};
        double[][] m = {{0.4}, {0.4}, {0}};
        holdLawsTogether(
                Problem.of(network(3).secondLayer(1, -0.5, 2))
                        .rule(TrainingRule.plain(2).withBatch(2))
                        .dimension(12)
                        .start(Start.overlaps(m, q, new double[][] {{1}})),
                STEPS);
    }

    @Test
    void aBatchThatWouldTakeWeeksToDrawIsRefusedWithTheWayOut() {
        Problem<Network> problem = Problem.of(
                        Network.student(1, Activation.SQUARE).teacher(1, Activation.SQUARE))
                .rule(TrainingRule.projected(0.1).withBatch(1_000_000_000_000L))
                .dimension(100)
                .start(Start.overlap(0.2))
                .until(Horizon.steps(100));
        String message = assertThrows(IllegalArgumentException.class, () -> new ReducedSgd().requireAdmitted(problem))
                .getMessage();
        assertTrue(message.startsWith("training.batch: expected at most"), message);
        assertTrue(message.contains("run.reduced.centralLimitFrom"), message);
        ReducedSgd.centralLimitFrom(30).requireAdmitted(problem);
    }
}
