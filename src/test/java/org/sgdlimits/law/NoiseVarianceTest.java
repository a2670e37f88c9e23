package org.sgdlimits.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.TrainingRule;

/** The variance of the noise along a gradient is that of the covariance of a step. */
@Tag("validation")
final class NoiseVarianceTest {

    private static final int DRAWS = 3000;

    private static double[] gradient(int size, RandomGenerator random) {
        double[] gradient = new double[size];
        for (int i = 0; i < size; i++) {
            gradient[i] = random.nextGaussian();
        }
        return gradient;
    }

    /** gᵀ C g. */
    private static double variance(FieldDynamics dynamics, double[] s, double[] gradient) {
        double[][] covariance = new double[s.length][s.length];
        dynamics.covariance(0.3, s, covariance);
        double sum = 0;
        for (int i = 0; i < s.length; i++) {
            for (int j = 0; j < s.length; j++) {
                sum += gradient[i] * covariance[i][j] * gradient[j];
            }
        }
        return sum;
    }

    /** The same sum of the same numbers; observing another state in between changes none of them. */
    @Test
    void ofFewFieldsItIsThatOfTheCovariance() {
        RandomGenerator random = NoiseTest.random(7);
        for (TrainingRule rule : List.of(
                TrainingRule.plain(0.8),
                TrainingRule.projected(0.8).withBatch(3),
                TrainingRule.spherical(0.8).withFiniteDimensionCorrections())) {
            Problem<Network> problem = NoiseTest.problem(2, 1, Activation.ERF, rule, 60);
            FieldDynamics dynamics = StepLaw.of(problem).dynamics(new double[][][] {NoiseTest.omega(2, 1)});
            double[] s = NoiseTest.start(dynamics);
            dynamics.noise(0.3, s, random, new double[s.length]);
            double[] gradient = gradient(s.length, random);
            double[] elsewhere = s.clone();
            elsewhere[0] += 0.1;
            dynamics.observe(0, elsewhere, 0);
            double variance = dynamics.noiseVariance(gradient);
            assertEquals(variance(dynamics, s, gradient), variance, 1e-14 * variance, rule.toString());
        }
    }

    /**
     * Four standard errors of the draws' mean and of the randomised nodes' together: false alarm 6e-5 each, more by
     * the seven degrees of freedom of the latter where it matters; the seed is fixed.
     */
    @Test
    void ofManyFieldsItIsSoInTheMeanOfManyDraws() {
        for (TrainingRule rule :
                List.of(TrainingRule.plain(0.8), TrainingRule.projected(0.8).withBatch(3))) {
            Problem<Network> problem = NoiseTest.problem(3, 2, Activation.ERF, rule, 100);
            double[][][] gram = {NoiseTest.omega(3, 2)};
            StepLaw law = StepLaw.of(problem);
            assertTrue(law.covarianceGroups() > 1, "many fields, so that the noise is sampled");
            FieldDynamics dynamics = law.dynamics(gram);
            double[] s = NoiseTest.start(dynamics);
            RandomGenerator random = NoiseTest.random(3);
            for (int direction = 0; direction < 3; direction++) {
                double[] gradient = gradient(s.length, random);
                double[] drawn = new double[DRAWS];
                for (int i = 0; i < DRAWS; i++) {
                    dynamics.noise(0.3, s, random, new double[s.length]);
                    drawn[i] = dynamics.noiseVariance(gradient);
                }
                StepLaw fine = law.withFineCovariance();
                double[] groups = new double[fine.covarianceGroups()];
                for (int g = 0; g < groups.length; g++) {
                    groups[g] = variance(fine.ofGroup(g).dynamics(gram), s, gradient);
                }
                double[] sampled = meanAndError(drawn);
                double[] expected = meanAndError(groups);
                double error = Math.hypot(sampled[1], expected[1]);
                assertTrue(error < 0.02 * expected[0], "the comparison resolves two per cent");
                assertEquals(expected[0], sampled[0], 4 * error, rule.toString());
            }
        }
    }

    private static double[] meanAndError(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new double[] {mean, Math.sqrt(squares / (values.length * (values.length - 1.0)))};
    }
}
