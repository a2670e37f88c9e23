package org.sgdlimits.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Validation: spectra against closed forms, and against numpy.linalg.eigvalsh of numpy.cov. */
@Tag("validation")
final class SpectrumTest {

    private static double[] values(Spectrum spectrum) {
        return IntStream.range(0, spectrum.blocks())
                .mapToDouble(spectrum::eigenvalue)
                .toArray();
    }

    private static long[] multiplicities(Spectrum spectrum) {
        return IntStream.range(0, spectrum.blocks())
                .mapToLong(spectrum::multiplicity)
                .toArray();
    }

    private static void refused(String message, Executable action) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, action).getMessage());
    }

    @Test
    void repeatedEigenvaluesAreOneBlockWhereTheyFirstAppear() {
        Spectrum spectrum = new Spectrum(new double[] {2, 2, 0.5, 2, 0, -0.0}, new long[] {1, 2, 3, 1, 1, 2});
        assertArrayEquals(new double[] {2, 0.5, 0}, values(spectrum));
        assertArrayEquals(new long[] {4, 3, 3}, multiplicities(spectrum));
        assertEquals(10, spectrum.dimension());
        assertEquals(0.95, spectrum.trace(1), 1e-15);
    }

    @Test
    void vectorsFollowTheirEigenvaluesIntoTheBlocks() {
        Spectrum spectrum = new Spectrum(new double[] {2, 0.5, 2, 1, 0.5}, new long[] {1, 2, 2, 1, 1});
        assertArrayEquals(new double[] {1, 4, 5, 2, 3, 7, 6}, spectrum.inBlocks(new double[] {1, 2, 3, 4, 5, 6, 7}));
        Spectrum unsorted = new Spectrum(new double[] {2, 0.5, 1}, new long[] {1, 1, 1});
        assertArrayEquals(new double[] {1, 2, 3}, unsorted.inBlocks(new double[] {1, 2, 3}));
    }

    @Test
    void spectraAreEqualWhereBlocksAndOrderOfVectorsAre() {
        assertEquals(
                Covariance.eigenvalues(new double[] {2, 2, 1}, new long[] {1, 1, 1}),
                Covariance.eigenvalues(new double[] {2, 1}, new long[] {2, 1}));
        assertNotEquals(
                Covariance.eigenvalues(new double[] {2, 1, 2}, new long[] {1, 1, 1}),
                Covariance.eigenvalues(new double[] {2, 1}, new long[] {2, 1}));
    }

    @Test
    void spectraRefuseWhatNoCovarianceHas() {
        refused(
                "covariance: eigenvalue 2: expected a number >= 0, got -1.0",
                () -> new Spectrum(new double[] {1, -1}, new long[] {1, 1}));
        refused(
                "covariance: eigenvalue 1: expected a number >= 0, got NaN",
                () -> new Spectrum(new double[] {Double.NaN}, new long[] {1}));
        refused(
                "covariance: expected an eigenvalue > 0, got zeros only",
                () -> new Spectrum(new double[] {0, 0}, new long[] {1, 3}));
        refused(
                "covariance: expected multiplicities that add up to at most 9223372036854775807, got more",
                () -> new Spectrum(new double[] {1, 2}, new long[] {Long.MAX_VALUE, 1}));
        refused(
                "covariance: K has 4 eigenvalues with their multiplicities, but run.dimension is 5; make them equal",
                () -> Covariance.eigenvalues(new double[] {1}, new long[] {4}).spectrum(5));
    }

    /** λ_j/λ_1 = j^{−a}, Σ λ_j = d; 1e-12 allows for the rounding of a sum of 10⁶ numbers. */
    @Test
    void powerLawsHaveTraceOneAtAMillionDimensionsAndAreComputedOnce() {
        Covariance covariance = Covariance.powerLaw(0.5);
        Spectrum spectrum = covariance.spectrum(1_000_000);
        assertEquals(1_000_000, spectrum.blocks());
        assertEquals(1, spectrum.trace(1), 1e-12);
        assertEquals(1e-3, spectrum.eigenvalue(999_999) / spectrum.eigenvalue(0), 1e-15);
        assertSame(spectrum, covariance.spectrum(1_000_000));
        assertEquals(1, Covariance.powerLaw(0).spectrum(1_000_000_000_000L).blocks());
    }

    /** σ = (¾, 5/4) at d = 2 from ½ to 3/2; with q = 1, σ² ∝ (9, 25), scaled by 2/34. */
    @Test
    void diagonalsArePowersOfSigma() {
        double[] expected = {18.0 / 34, 50.0 / 34};
        assertArrayEquals(expected, values(Covariance.diagonal(0.5, 1.5, 1).spectrum(2)), 1e-15);
        assertArrayEquals(
                expected, values(Covariance.diagonal(new double[] {3, 5}, 1).spectrum(2)), 1e-15);
        assertEquals(1, Covariance.diagonal(0.5, 1.5, 0).spectrum(7).blocks());
        assertArrayEquals(
                new double[] {0, 2},
                values(Covariance.diagonal(new double[] {0, 5}, 1).spectrum(2)),
                1e-15);
        refused(
                "covariance.sigma[2]: expected a number >= 0 whose power 2q = -2.0 is finite, got 0.0",
                () -> Covariance.diagonal(new double[] {1, 0}, -1));
    }

    /** The second-difference matrix has 2 − 2cos(πk/(n + 1)); EJML's error is a few ε λ_max. */
    @Test
    void matricesHaveTheirEigenvaluesFromTheLargestDown() {
        int n = 12;
        double[][] k = new double[n][n];
        for (int i = 0; i < n; i++) {
            k[i][i] = 2;
            if (i > 0) {
                k[i][i - 1] = -1;
                k[i - 1][i] = -1;
            }
        }
        double[] expected = IntStream.range(0, n)
                .mapToDouble(i -> 2 - 2 * Math.cos(Math.PI * (n - i) / (n + 1)))
                .toArray();
        assertArrayEquals(expected, values(Covariance.matrix(k).spectrum(n)), 1e-13);
    }

    /** ½I + v vᵀ with ‖v‖² = 6: one eigenvalue 6½ and five of ½; v vᵀ alone has five zeros. */
    @Test
    void eigenvaluesThatDifferByRoundingAreOneBlock() {
        double[] v = {1, -1, 1, -1, 1, 1};
        for (double shift : new double[] {0.5, 0}) {
            double[][] k = new double[6][6];
            for (int i = 0; i < 6; i++) {
                for (int j = 0; j < 6; j++) {
                    k[i][j] = v[i] * v[j] + (i == j ? shift : 0);
                }
            }
            Spectrum spectrum = Covariance.matrix(k).spectrum(6);
            assertArrayEquals(new double[] {6 + shift, shift}, values(spectrum), 1e-14);
            assertArrayEquals(new long[] {1, 5}, multiplicities(spectrum));
        }
    }

    @Test
    void matricesThatAreNoCovarianceAreRefused() {
        refused(
                "covariance: expected a square matrix, got 2 rows and 3 columns in row 1",
                () -> Covariance.matrix(new double[2][3]));
        refused(
                "covariance: expected a symmetric matrix, got K[2,1] = 0.2 and K[1,2] = 0.1",
                () -> Covariance.matrix(new double[][] {{1, 0.1}, {0.2, 1}}));
        assertTrue(assertThrows(
                        IllegalArgumentException.class, () -> Covariance.matrix(new double[][] {{1, 2}, {2, 1}}))
                .getMessage()
                .startsWith("covariance: expected a positive semidefinite matrix, got one with the eigenvalue -"));
        refused(
                "covariance: expected finite numbers, got Infinity in row 1, column 2",
                () -> Covariance.matrix(new double[][] {{1, Double.POSITIVE_INFINITY}, {0, 1}}));
        refused("covariance: expected an eigenvalue > 0, got zeros only", () -> Covariance.matrix(new double[2][2]));
    }

    private static final double[][] ROWS = {{1, 2, 0.5}, {0.3, -1, 2}, {2, 0, 1}, {-1, 0.4, 0.7}, {0.1, 0.2, -3}};

    /** References: numpy.linalg.eigvalsh(numpy.cov(X.T)), double precision. */
    @Test
    void samplesHaveTheEigenvaluesOfTheirCovariance() {
        assertArrayEquals(
                new double[] {3.735271434891957, 1.345932224785314, 0.940796340322729},
                values(Covariance.samples(ROWS).spectrum(3)),
                1e-14);
        double[][] wide = new double[3][6];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                wide[i][j] = ROWS[i][j];
                wide[i][j + 3] = ROWS[i][j] * ROWS[i][j];
            }
        }
        Spectrum fewerSamplesThanDimensions = Covariance.samples(wide).spectrum(6);
        assertArrayEquals(
                new double[] {8.912534308722936, 7.190999024610394, 0}, values(fewerSamplesThanDimensions), 1e-13);
        assertArrayEquals(new long[] {1, 1, 4}, multiplicities(fewerSamplesThanDimensions));
        assertEquals(
                2.5,
                Covariance.samples(ROWS).withMeanEigenvalue(2.5).spectrum(3).trace(1),
                1e-15);
    }
}
