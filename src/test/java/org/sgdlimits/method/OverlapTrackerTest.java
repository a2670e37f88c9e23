package org.sgdlimits.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.law.OrderParameters;
import org.sgdlimits.law.StepLaw;
import org.sgdlimits.method.RandomStreams.Purpose;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/** Overlaps carried along with raw SGD are those of its vectors. */
@Tag("validation")
final class OverlapTrackerTest {

    private static final Covariance ONE_BLOCK = Covariance.eigenvalues(new double[] {1.3}, new long[] {60});
    private static final Covariance TWO_BLOCKS = Covariance.eigenvalues(new double[] {1.6, 0.7}, new long[] {20, 40});
    private static final List<TrainingRule> RULES =
            List.of(TrainingRule.plain(0.8), TrainingRule.projected(0.8), TrainingRule.spherical(0.8));

    /** The matrices are computed from the vectors anew after this many steps. */
    private static final int REFRESH = 4096;

    private static Problem<Network> problem(TrainingRule rule, Covariance covariance) {
        Network model = Network.student(2, Activation.ERF)
                .teacher(1, Activation.ERF)
                .labelNoise(0.3)
                .trainSecondLayer()
                .covariance(covariance);
        return new Problem<>(model, rule, 60, Start.random(1), Horizon.tau(1));
    }

    private static RawStep run(Problem<Network> problem, double[][] vectors, boolean carriesOverlaps) {
        return new RawStep(
                problem,
                StepLaw.of(problem).layout(),
                vectors,
                RandomStreams.of(1, Purpose.RAW_SGD, 0),
                carriesOverlaps);
    }

    /**
     * An entry is a sum of four products, fourteen roundings a step of at most half an ulp of the largest entry, among
     * them those of the vectors' own 60 entries, which average out. An error is multiplied by a factor that is 1 for the
     * plain rule and below 1 in the mean on the sphere, and enters nothing else; n steps of independent roundings of
     * standard deviation u/√3 add up to √(14n/3) u, of which 5 are allowed (false alarm 6e-7 an entry, seed fixed).
     */
    private static double tolerance(int steps, double largest) {
        return 5 * Math.sqrt(14.0 / 3 * Math.max(steps, 1)) * 0.5 * Math.ulp(largest);
    }

    @Test
    void carriedOverlapsAreThoseOfTheVectors() {
        for (TrainingRule rule : RULES) {
            for (Covariance covariance : new Covariance[] {ONE_BLOCK, TWO_BLOCKS}) {
                Problem<Network> problem = problem(rule, covariance);
                OrderParameters layout = StepLaw.of(problem).layout();
                RawStep run = run(problem, Runs.vectors(problem, 1, 0), true);
                double[] carried = new double[layout.size()];
                double[] exact = new double[layout.size()];
                int step = 0;
                for (int end : new int[] {1, 100, REFRESH - 1, REFRESH, 2 * REFRESH - 1}) {
                    for (; step < end; step++) {
                        run.step(step);
                    }
                    run.state(carried);
                    layout.pack(run.parameters, run.gram(), exact);
                    double largest = 0;
                    for (double entry : exact) {
                        largest = Math.max(largest, Math.abs(entry));
                    }
                    String what = rule.kind() + " after " + end + " steps";
                    assertArrayEquals(exact, carried, tolerance(end % REFRESH, largest), what);
                }
            }
        }
    }

    @Test
    void carryingChangesNoBitOfARunInOneBlock() {
        for (TrainingRule rule : RULES) {
            Problem<Network> problem = problem(rule, ONE_BLOCK);
            double[][] with = Runs.vectors(problem, 1, 0);
            double[][] without = Runs.vectors(problem, 1, 0);
            RawStep carrying = run(problem, with, true);
            RawStep plain = run(problem, without, false);
            for (int step = 0; step < REFRESH - 1; step++) {
                carrying.step(step);
                plain.step(step);
            }
            for (int i = 0; i < with.length; i++) {
                assertArrayEquals(without[i], with[i], rule.kind() + " vector " + i);
            }
            assertArrayEquals(plain.parameters, carrying.parameters);
        }
    }

    /**
     * Over two blocks a field is summed in another order, which changes it by some 4 half-ulps of its size, at most 4.
     * A step takes a share γ/d |∂e/∂λ| |z| < 0.05 of that to an entry of a vector, and learning contracts what has
     * gathered: fewer than ten ulps of 1 over 300 steps.
     */
    @Test
    void carryingChangesARunInTwoBlocksByRoundingAlone() {
        for (TrainingRule rule : RULES) {
            Problem<Network> problem = problem(rule, TWO_BLOCKS);
            double[][] with = Runs.vectors(problem, 1, 0);
            double[][] without = Runs.vectors(problem, 1, 0);
            RawStep carrying = run(problem, with, true);
            RawStep plain = run(problem, without, false);
            for (int step = 0; step < 300; step++) {
                carrying.step(step);
                plain.step(step);
            }
            for (int i = 0; i < with.length; i++) {
                assertArrayEquals(without[i], with[i], 10 * Math.ulp(1.0), rule.kind() + " vector " + i);
            }
            assertArrayEquals(plain.parameters, carrying.parameters, 10 * Math.ulp(1.0));
        }
    }
}
