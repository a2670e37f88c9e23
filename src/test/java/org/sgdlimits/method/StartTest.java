package org.sgdlimits.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.law.ParticleStart;
import org.sgdlimits.method.RandomStreams.Purpose;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Spectrum;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/** Wishart draws, random starts, and the vectors that realise them. Each Monte Carlo check fails falsely at most 6.3e-5. */
@Tag("validation")
final class StartTest {

    private static final int DRAWS = 20_000;

    /** sup √n |F_n − F| exceeds 2.3 with probability 2 exp(−2·2.3²) = 5e-5. */
    private static final double KOLMOGOROV_SMIRNOV = 2.3;

    @Test
    void wishartDiagonalIsChiSquareAtAnyFreedom() {
        for (long freedom : new long[] {1, 2, 3, 10}) {
            holdDiagonal(freedom, new ChiSquaredDistribution((double) freedom)::cumulativeProbability);
        }
        // the distribution functions of χ²(10⁹) and its normal limit differ by less than 10⁻⁵
        holdDiagonal(1_000_000_000L, new NormalDistribution(1e9, Math.sqrt(2e9))::cumulativeProbability);
    }

    private static void holdDiagonal(long freedom, DoubleUnaryOperator law) {
        double[][] draws = wishart(3, freedom);
        for (int i = 0; i < 3; i++) {
            double distance = distance(Runs.column(draws, 4 * i), law);
            assertTrue(distance < KOLMOGOROV_SMIRNOV, freedom + ": " + distance);
        }
    }

    /** E[W_ij] = f δ_ij, E[W_ij²] = f for i ≠ j, E[W_ii W_jj] = f². */
    @Test
    void wishartMomentsAreThoseOfGaussianRows() {
        for (long freedom : new long[] {1, 2, 5, 40}) {
            double[][] draws = wishart(3, freedom);
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < i; j++) {
                    int entry = 3 * i + j;
                    int left = 4 * i;
                    int right = 4 * j;
                    mean(0, Arrays.stream(draws).mapToDouble(w -> w[entry]).toArray());
                    mean(
                            (double) freedom,
                            Arrays.stream(draws)
                                    .mapToDouble(w -> w[entry] * w[entry])
                                    .toArray());
                    mean(
                            (double) freedom * freedom,
                            Arrays.stream(draws)
                                    .mapToDouble(w -> w[left] * w[right])
                                    .toArray());
                }
            }
        }
    }

    /** With f = 1 every 2 × 2 minor vanishes, to the rounding of its two products. */
    @Test
    void wishartRankIsAtMostItsFreedom() {
        for (double[] w : wishart(3, 1)) {
            assertEquals(w[0] * w[4], w[1] * w[1], 4 * Math.ulp(w[0] * w[4]));
        }
        for (double[] w : wishart(3, 0)) {
            assertEquals(0, Arrays.stream(w).sum(), 0);
        }
    }

    private static double[][] wishart(int n, long freedom) {
        UniformRandomProvider random = RandomStreams.of(11, Purpose.START, freedom);
        Wishart wishart = new Wishart(n, random, ZigguratSampler.NormalizedGaussian.of(random));
        double[][] draws = new double[DRAWS][];
        double[][] gram = new double[n][n];
        for (int i = 0; i < DRAWS; i++) {
            wishart.standard(freedom, gram);
            draws[i] = Arrays.stream(gram).flatMapToDouble(Arrays::stream).toArray();
        }
        return draws;
    }

    private static void mean(double expected, double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance =
                Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / values.length;
        assertEquals(expected, mean, 4 * Math.sqrt(variance / values.length));
    }

    private static double distance(double[] sample, DoubleUnaryOperator law) {
        double[] sorted = sample.clone();
        Arrays.sort(sorted);
        double worst = 0;
        for (int i = 0; i < sorted.length; i++) {
            double probability = law.applyAsDouble(sorted[i]);
            worst = Math.max(
                    worst, Math.max(probability - (double) i / sorted.length, (i + 1.0) / sorted.length - probability));
        }
        return worst * Math.sqrt(sorted.length);
    }

    private static <M extends FieldModel> Problem<M> problem(M model, long dimension, Start start) {
        return new Problem<>(model, TrainingRule.plain(1), dimension, start, Horizon.steps(1));
    }

    /** At d = 10⁹ the law of √d m is normal to 10⁻⁹. */
    @Test
    void randomStartHasNormalOverlapsOfSizeOneOverRootD() {
        Problem<Network> problem =
                problem(Network.student(1, Activation.ERF).teacher(1, Activation.ERF), 1_000_000_000L, Start.random(1));
        double[] overlaps = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            double[][] gram = StartDraw.gram(problem, 3, i)[0];
            overlaps[i] = Math.sqrt(1e9) * gram[0][1];
            assertEquals(1, gram[0][0], 0);
        }
        assertTrue(distance(overlaps, new NormalDistribution()::cumulativeProbability) < KOLMOGOROV_SMIRNOV);
    }

    /** Gaussian vectors of d components scaled to their norms, in two blocks, one of them narrower than the vectors are many. */
    @Test
    void randomStartHasTheLawOfExplicitVectors() {
        Spectrum spectrum = new Spectrum(new double[] {2, 0.5}, new long[] {2, 7});
        Network model = Network.student(2, Activation.ERF)
                .teacher(1, Activation.ERF)
                .covariance(Covariance.eigenvalues(new double[] {2, 0.5}, new long[] {2, 7}));
        Problem<Network> problem = problem(model, 9, Start.random(0.8));
        UniformRandomProvider random = RandomStreams.of(4, Purpose.RAW_SGD, 0);
        ZigguratSampler.NormalizedGaussian gaussian = ZigguratSampler.NormalizedGaussian.of(random);
        double[][] drawn = new double[DRAWS][];
        double[][] explicit = new double[DRAWS][];
        for (int i = 0; i < DRAWS; i++) {
            drawn[i] = flat(StartDraw.gram(problem, 3, i));
            double[][] vectors = new double[3][9];
            for (int v = 0; v < 3; v++) {
                Arrays.setAll(vectors[v], c -> gaussian.sample());
                double scale = (v < 2 ? 0.8 : 1) / Math.sqrt(VectorGram.dot(vectors[v], vectors[v], 0, 9));
                for (int c = 0; c < 9; c++) {
                    vectors[v][c] *= scale;
                }
            }
            explicit[i] = flat(VectorGram.blocks(vectors, spectrum));
        }
        for (int entry = 0; entry < 18; entry++) {
            double statistic = Runs.kolmogorovSmirnov(Runs.column(drawn, entry), Runs.column(explicit, entry));
            assertTrue(statistic < KOLMOGOROV_SMIRNOV, entry + ": " + statistic);
        }
    }

    /** Two directions of eigenvalue 2 that the file states apart: components (1, 3) and (2) of u, (5, 7) and (6) of u*. */
    @Test
    void vectorsKeepTheirEigenvaluesWhereBlocksAreMerged() {
        Network model = Network.student(1, Activation.LINEAR)
                .teacher(1, Activation.LINEAR)
                .covariance(Covariance.eigenvalues(new double[] {2, 0.5, 2}, new long[] {1, 1, 1}));
        Start start = Start.vectors(new double[][] {{1, 2, 3}}, new double[][] {{5, 6, 7}});
        double[][][] gram = StartDraw.gram(problem(model, 3, start), 1, 0);
        assertArrayEquals(new double[] {10, 26, 26, 74, 4, 12, 12, 36}, flat(gram));
        double[][] vectors =
                StartDraw.inBlocks((Start.Vectors) start, model.covariance().spectrum(3));
        assertArrayEquals(new double[][] {{1, 3, 2}, {5, 7, 6}}, vectors);
    }

    private static double[] flat(double[][][] gram) {
        return Arrays.stream(gram)
                .flatMap(Arrays::stream)
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    /** Orthonormal to rounding after the second Gram–Schmidt pass, and sums of 50 products round at 1e-15. */
    @Test
    void startVectorsHaveTheirGramMatricesWhateverTheRank() {
        Spectrum spectrum = new Spectrum(new double[] {1, 3}, new long[] {4, 50});
        double[][][] gram = {
            {{1, 1, 0, 0.5}, {1, 1, 0, 0.5}, {0, 0, 0, 0}, {0.5, 0.5, 0, 1}},
            {{2, 0.3, 0.1, 0}, {0.3, 1, 0.2, 0}, {0.1, 0.2, 0.5, 0}, {0, 0, 0, 0.7}}
        };
        double[][] vectors = StartVectors.draw(gram, spectrum, RandomStreams.of(1, Purpose.DIRECTIONS, 0));
        double[][][] found = VectorGram.blocks(vectors, spectrum);
        for (int b = 0; b < 2; b++) {
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < 4; j++) {
                    assertEquals(gram[b][i][j], found[b][i][j], 2e-15, b + " " + i + " " + j);
                }
            }
        }
    }

    @Test
    void zeroStartHasOrthonormalTeachersAndNoStudents() {
        Problem<Network> problem =
                problem(Network.student(2, Activation.ERF).teacher(2, Activation.ERF), 50, Start.zero());
        double[][] gram = StartDraw.gram(problem, 1, 0)[0];
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                assertEquals(i == j && i >= 2 ? 1 : 0, gram[i][j], 0);
            }
        }
    }

    /** The same random numbers; the two ways round differently. */
    @Test
    void particlesStartWhereTheGramMatrixHasThem() {
        Network network = Network.student(5, Activation.ERF).teacher(2, Activation.ERF);
        Start[] starts = {Start.random(1.5), Start.zero()};
        for (Start start : starts) {
            for (long d : new long[] {2, 3, 6, 7, 8, 1000, 1_000_000_000L}) {
                Problem<Network> problem = Problem.of(network).start(start).dimension(d);
                double[][] gram = StartDraw.gram(problem, 4, 2)[0];
                ParticleStart particles = StartDraw.particles(problem, 4, 2);
                for (int j = 0; j < 5; j++) {
                    assertEquals(gram[j][j], particles.squaredNorms()[j], 1e-14);
                    for (int r = 0; r < 2; r++) {
                        assertEquals(gram[j][5 + r], particles.overlaps()[j][r], 1e-14);
                    }
                }
                for (int r = 0; r < 2; r++) {
                    for (int t = 0; t < 2; t++) {
                        assertEquals(gram[5 + r][5 + t], particles.teacherGram()[r][t], 1e-14);
                    }
                }
            }
        }
    }
}
