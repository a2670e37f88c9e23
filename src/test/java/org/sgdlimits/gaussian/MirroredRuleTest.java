package org.sgdlimits.gaussian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The tensor rule that leaves out mirror images gives what the whole rule gives, wherever the images agree. */
@Tag("validation")
final class MirroredRuleTest {

    private static final int FIELDS = 3;

    /** Functions of the fields and the noise whose mean over the noise is the same at x and −x. */
    private static final List<ToDoubleBiFunction<double[], Double>> EVEN = List.of(
            (x, noise) -> 1,
            (x, noise) -> Math.abs(x[0]),
            (x, noise) -> x[0] * x[1] + x[2] * x[2] * (1 + noise),
            (x, noise) -> Math.pow(x[0] * x[1] * x[2], 2),
            (x, noise) -> Math.pow(x[0] + noise, 2) * Math.pow(x[1] - 2 * noise, 2),
            (x, noise) -> Math.cosh(0.5 * x[0] - 0.3 * x[1] + 0.4 * x[2]) * Math.exp(0.3 * noise),
            (x, noise) -> Math.tanh(x[0]) * Math.tanh(x[1] + noise) * Math.cos(x[2]));

    private static double expectation(
            TensorGaussHermite rule, double[][] omega, ToDoubleBiFunction<double[], Double> f, boolean absolute) {
        FieldNodes nodes = new FieldNodes(rule);
        rule.place(omega, nodes);
        double[] x = new double[FIELDS];
        double sum = 0;
        for (int i = 0; i < nodes.count(); i++) {
            for (int j = 0; j < FIELDS; j++) {
                x[j] = nodes.field(i, j);
            }
            double value = f.applyAsDouble(x, nodes.noise(i));
            sum += nodes.weight(i) * (absolute ? Math.abs(value) : value);
        }
        return sum;
    }

    /**
     * A rule's weights are good to some 1e-15 of their size and not the same in both halves to the last bit; up to
     * four of them make a node's, and up to 1,536 terms are summed in another order.
     */
    @Test
    void evenFunctionsHaveTheSameMeanAtEveryRankAndOrder() {
        Random random = new Random(11);
        for (int order = 1; order <= 8; order++) {
            for (int noiseNodes : new int[] {0, 3}) {
                TensorGaussHermite whole = new TensorGaussHermite(FIELDS, order, noiseNodes);
                TensorGaussHermite half = new TensorGaussHermite(FIELDS, order, noiseNodes, true);
                for (int rank = 0; rank <= FIELDS; rank++) {
                    double[][] omega = Covariances.of(Covariances.normal(FIELDS, rank, random));
                    if (rank == 2) {
                        // the first column of the factor is not active
                        omega[0] = new double[FIELDS];
                        omega[1][0] = 0;
                        omega[2][0] = 0;
                    }
                    for (int f = 0; f < EVEN.size(); f++) {
                        double expected = expectation(whole, omega, EVEN.get(f), false);
                        double size = expectation(whole, omega, EVEN.get(f), true);
                        assertEquals(
                                expected,
                                expectation(half, omega, EVEN.get(f), false),
                                1e-14 * size,
                                "function " + f + ", rank " + rank + ", " + half.describe());
                    }
                }
            }
        }
    }

    @Test
    void halfOfTheNodesDo() {
        double[][] omega = Covariances.of(Covariances.normal(FIELDS, FIELDS, new Random(5)));
        for (int order = 1; order <= 8; order++) {
            TensorGaussHermite half = new TensorGaussHermite(FIELDS, order, 2, true);
            FieldNodes nodes = new FieldNodes(half);
            half.place(omega, nodes);
            assertEquals((order + 1) / 2 * order * order * 2, nodes.count());
            assertTrue(nodes.count() <= half.maxNodes());
        }
    }

    @Test
    void oddFunctionsAreNotForIt() {
        double[][] omega = Covariances.of(Covariances.normal(FIELDS, FIELDS, new Random(5)));
        TensorGaussHermite half = new TensorGaussHermite(FIELDS, 4, 0, true);
        // E[x; g > 0] doubled is √(2/π) of the deviation in exact arithmetic, and near it for four nodes
        assertTrue(expectation(half, omega, (x, noise) -> x[0], false) > 0.5 * Math.sqrt(omega[0][0]));
    }

    @Test
    void companionsKeepTheSymmetry() {
        FieldQuadrature companion = new TensorGaussHermite(2, 6, 0, true).companion();
        assertEquals("tensor Gauss-Hermite, order 7 in 2 fields, halved by symmetry", companion.describe());
    }
}
