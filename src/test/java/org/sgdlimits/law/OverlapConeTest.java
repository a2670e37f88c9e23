package org.sgdlimits.law;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

@Tag("validation")
final class OverlapConeTest {

    private static FieldDynamics dynamics(int p, TrainingRule rule, double[][] omega) {
        Network model = Network.student(p, Activation.ERF).teacher(1, Activation.ERF);
        return StepLaw.of(Problem.of(model).start(Start.random(1)).rule(rule)).dynamics(new double[][][] {omega});
    }

    private static double[] state(FieldDynamics dynamics) {
        double[] s = new double[dynamics.components().size()];
        dynamics.start(s);
        return s;
    }

    /** Gram matrices of vectors, of every rank, are in the cone whatever their rounding. */
    @Test
    void overlapsOfVectorsStayBitForBit() {
        Random random = new Random(3);
        for (int trial = 0; trial < 2000; trial++) {
            int dimension = 1 + trial % 4;
            double[][] w = new double[3][dimension];
            for (double[] row : w) {
                for (int c = 0; c < dimension; c++) {
                    row[c] = random.nextGaussian();
                }
            }
            double[][] omega = new double[3][3];
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    for (int c = 0; c < dimension; c++) {
                        omega[i][j] += w[i][c] * w[j][c];
                    }
                }
            }
            FieldDynamics dynamics = dynamics(2, TrainingRule.plain(1), omega);
            double[] s = state(dynamics);
            double[] before = s.clone();
            assertFalse(dynamics.restore(s), "trial " + trial);
            assertArrayEquals(before, s, 0);
        }
    }

    /** m = 1.1 beside norms 1: the complement 1 − 1.21 goes to zero, so Q = M²/P. */
    @Test
    void aSingleStudentGoesToTheBoundary() {
        double[][] outside = {{1, 1.1}, {1.1, 1}};
        FieldDynamics plain = dynamics(1, TrainingRule.plain(1), outside);
        double[] s = state(plain);
        assertTrue(plain.restore(s));
        assertArrayEquals(new double[] {1.1, 1.1 * 1.1}, s, 1e-15);
        FieldDynamics projected = dynamics(1, TrainingRule.projected(1), outside);
        s = state(projected);
        assertTrue(projected.restore(s));
        assertArrayEquals(new double[] {1, 1}, s, 1e-15);
    }

    /** Of two blocks outside the cone the one of a single direction stays, the broad one goes to the boundary. */
    @Test
    @Tag("regression")
    void aNarrowBlockAmongSeveralIsLeftAlone() {
        Covariance covariance = Covariance.eigenvalues(new double[] {2, 1}, new long[] {1, 99});
        Network model =
                Network.student(1, Activation.ERF).teacher(1, Activation.ERF).covariance(covariance);
        Problem<Network> problem = new Problem<>(model, TrainingRule.plain(1), 100, Start.random(1), Horizon.tau(1));
        double[][] outside = {{1, 1.1}, {1.1, 1}};
        FieldDynamics dynamics = StepLaw.of(problem).dynamics(new double[][][] {outside, outside});
        double[] s = state(dynamics);
        assertTrue(dynamics.restore(s));
        assertArrayEquals(new double[] {1.1, 1, 1.1, 1.1 * 1.1}, s, 1e-15);
    }

    /** The complement [[1, 2], [2, 1]] has eigenvalues 3 and −1; the nearest in the cone is 3/2 [[1, 1], [1, 1]]. */
    @Test
    void severalStudentsGoToTheNearestComplement() {
        double[][] outside = {{1.25, 2.1, 0.5}, {2.1, 1.04, 0.2}, {0.5, 0.2, 1}};
        FieldDynamics plain = dynamics(2, TrainingRule.plain(1), outside);
        double[] s = state(plain);
        assertTrue(plain.restore(s));
        assertArrayEquals(new double[] {0.5, 0.2, 1.75, 1.6, 1.54}, s, 1e-14);
        double[] again = s.clone();
        assertFalse(plain.restore(again), "the boundary belongs to the cone");
        assertArrayEquals(s, again, 0);
    }

    @Test
    void unitNormsAreKept() {
        double[][] outside = {{1, 1.1, 0.3}, {1.1, 1, 0.2}, {0.3, 0.2, 1}};
        FieldDynamics dynamics = dynamics(2, TrainingRule.spherical(1), outside);
        double[] s = state(dynamics);
        assertTrue(dynamics.restore(s));
        assertEquals(1, s[2], 1e-15);
        assertEquals(1, s[4], 1e-15);
        assertTrue(s[3] <= 1 + 1e-15);
    }
}
