package org.sgdlimits.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.NoisyLimit;
import org.sgdlimits.model.ObjectiveModel;
import org.sgdlimits.model.Objectives;
import org.sgdlimits.model.Objectives.Labels;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.SampledLimit;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/**
 * A right law of one step passes against sampled steps, a wrong one is caught.
 *
 * <p>Tolerance: 4.5 standard errors, false alarm 7e-6 an entry, 4e-5 for five entries, with a fixed seed.
 */
@Tag("validation")
final class OneStepTest {

    private static final double TOLERANCE = 4.5;
    private static final int SAMPLES = 20_000;

    /**
     * A step of a random walk in x and y: x ← x + (1/d)(1 − x + √3 g), y ← y + (2/d)(g + h), whose law is claimed with mean and
     * covariance multiplied by given factors. Its cost does not depend on d.
     */
    private record Walk(double meanFactor, double covarianceFactor) implements NoisyLimit, SampledLimit {
        @Override
        public List<String> statistics() {
            return List.of("x", "y");
        }

        @Override
        public void drift(double tau, double[] state, double[] out) {
            out[0] = meanFactor * (1 - state[0]);
            out[1] = 0;
        }

        @Override
        public void covariance(double tau, double[] state, double[][] out) {
            out[0][0] = covarianceFactor * 3;
            out[0][1] = covarianceFactor * 2 * Math.sqrt(3);
            out[1][0] = out[0][1];
            out[1][1] = covarianceFactor * 8;
        }

        @Override
        public Run start(int dimension, double[] start, RandomGenerator random) {
            double[] state = start.clone();
            return new Run() {
                @Override
                public void step(long index) {
                    double shared = random.nextGaussian();
                    state[0] += (1 - state[0] + Math.sqrt(3) * shared) / dimension;
                    state[1] += 2 * (shared + random.nextGaussian()) / dimension;
                }

                @Override
                public void statistics(double[] out) {
                    System.arraycopy(state, 0, out, 0, out.length);
                }
            };
        }
    }

    private static OneStep walk(double meanFactor, double covarianceFactor, long dimension) {
        Problem<Walk> problem = Problem.of(new Walk(meanFactor, covarianceFactor))
                .dimension(dimension)
                .start(Start.state(-4, 2));
        return OneStep.sample(problem, SAMPLES, 7, 1);
    }

    private static double worst(OneStep step) {
        return Math.abs(step.worst().standardErrors());
    }

    @Test
    void aRightLawPasses() {
        OneStep step = walk(1, 1, 100);
        assertEquals(
                List.of("mean x", "mean y", "cov x x", "cov y x", "cov y y"),
                step.entries().stream().map(OneStep.Entry::name).toList());
        assertTrue(worst(step) <= TOLERANCE, step.worst()::toString);
    }

    /** The variance of a normal variable is sampled to √(2/n) = 1 %: 20 % are about 17 standard errors of what was sampled. */
    @Test
    void aCovarianceThatIsOffByAFifthIsCaught() {
        OneStep step = walk(1, 1.2, 100);
        assertTrue(worst(step) > 12, step.worst()::toString);
        assertTrue(step.worst().name().startsWith("cov"), step.worst()::toString);
    }

    /** The mean 5/d with standard error √(3/n)/d = 0.012/d. */
    @Test
    void aMeanThatIsOffByAFifthIsCaught() {
        OneStep step = walk(0.8, 1, 100);
        assertEquals("mean x", step.worst().name());
        assertTrue(worst(step) > 60, step.worst()::toString);
    }

    /** At d = 10⁷ the covariance of a step is 1e-14, and the rounding of x = −4 is 1e-16 of 1e-7. */
    @Test
    void aWrongCovarianceIsCaughtInALargeDimensionToo() {
        assertTrue(worst(walk(1, 1.2, 10_000_000)) > 12);
        OneStep right = walk(1, 1, 10_000_000);
        assertTrue(worst(right) <= TOLERANCE, right.worst()::toString);
    }

    /** Q[1,1] = 1 up to rounding on the sphere: no gap, whatever its tiny standard error. */
    @Test
    void aNormThatTheRuleKeepsIsNoGap() {
        Problem<Network> problem = sphere(Start.overlap(0.4));
        OneStep step = OneStep.sample(problem, 4_000, 3, 1);
        assertTrue(worst(step) <= TOLERANCE, step.worst()::toString);
        assertEquals(
                0,
                step.entries().stream()
                        .filter(entry -> entry.name().contains("Q[1,1]"))
                        .mapToDouble(entry -> Math.abs(entry.standardErrors()))
                        .max()
                        .orElseThrow());
    }

    /** The law takes the sum over both labels, where SGD draws one; two means and three covariances, false alarm 4e-5. */
    @Test
    void aLabelThatIsDrawnHasTheLawOfItsProbabilities() {
        Problem<ObjectiveModel> problem = Problem.of(Objectives.logistic(Labels.SAMPLED))
                .rule(TrainingRule.plain(1.5))
                .dimension(40)
                .start(Start.overlaps(new double[][] {{0.3}}, new double[][] {{0.8}}, new double[][] {{1.2}}));
        OneStep step = OneStep.sample(problem, 4_000, 5, 1);
        assertEquals(5, step.entries().size());
        assertTrue(worst(step) <= TOLERANCE, step.worst()::toString);
    }

    /** In the metric of K: two means and three covariances, false alarm 4e-5; one of the blocks is a single direction. */
    @Test
    void aStepOnDataOfACovarianceHasTheLawOfItsBlocks() {
        Covariance covariance = Covariance.eigenvalues(new double[] {3, 1.2, 0.4}, new long[] {1, 14, 25});
        double[][] student = new double[1][40];
        double[][] teacher = new double[1][40];
        for (int i = 0; i < 40; i++) {
            student[0][i] = Math.cos(i) / 5;
            teacher[0][i] = Math.cos(i + 0.8) / 5;
        }
        Network network = Network.student(1, Activation.ERF)
                .teacher(1, Activation.ERF)
                .labelNoise(0.3)
                .covariance(covariance);
        Problem<Network> problem =
                new Problem<>(network, TrainingRule.plain(2), 40, Start.vectors(student, teacher), Horizon.steps(1));
        OneStep step = OneStep.sample(problem, SAMPLES, 11, 1);
        assertEquals(5, step.entries().size());
        assertTrue(worst(step) <= TOLERANCE, step.worst()::toString);
    }

    private static Problem<Network> sphere(Start start) {
        return Problem.of(Network.student(1, Activation.SQUARE)
                        .teacher(1, Activation.SQUARE)
                        .labelNoise(0.5))
                .rule(TrainingRule.projected(0.05))
                .dimension(40)
                .start(start);
    }

    @Test
    @Tag("regression")
    void onlyAFixedStartCanBeChecked() {
        assertTrue(OneStep.applies(sphere(Start.overlap(0.4))));
        assertFalse(OneStep.applies(sphere(Start.random(1))));
        assertFalse(OneStep.applies(sphere(Start.overlap(0.4)).rule(TrainingRule.gradientFlow(0.1))));
        assertEquals(
                "one step: expected a fixed start, or statistics of one's own with a noise, and a rule that"
                        + " samples, got Network, Random and PROJECTED; start from overlaps",
                assertThrows(IllegalArgumentException.class, () -> OneStep.sample(sphere(Start.random(1)), 100, 1, 1))
                        .getMessage());
        assertEquals(
                "samples: expected at least 2, as a spread is measured, got 1",
                assertThrows(IllegalArgumentException.class, () -> OneStep.sample(sphere(Start.overlap(0.4)), 1, 1, 1))
                        .getMessage());
    }
}
