package org.sgdlimits.method;

import org.sgdlimits.model.Spectrum;

/** Inner products of long vectors. */
final class VectorGram {

    private VectorGram() {}

    /** Ω_b of row vectors in the eigenbasis of the covariance, [block][row][row]. */
    static double[][][] blocks(double[][] vectors, Spectrum spectrum) {
        int n = vectors.length;
        double[][][] gram = new double[spectrum.blocks()][n][n];
        blocks(vectors, spectrum, gram);
        return gram;
    }

    /** Writes Ω_b. */
    static void blocks(double[][] vectors, Spectrum spectrum, double[][][] gram) {
        int n = vectors.length;
        int from = 0;
        for (int b = 0; b < gram.length; b++) {
            int to = from + Math.toIntExact(spectrum.multiplicity(b));
            for (int i = 0; i < n; i++) {
                for (int j = i; j < n; j++) {
                    double value = dot(vectors[i], vectors[j], from, to);
                    gram[b][i][j] = value;
                    gram[b][j][i] = value;
                }
            }
            from = to;
        }
    }

    /** Σ_{from ≤ i < to} a_i b_i in eight partial sums, which the processor overlaps. */
    static double dot(double[] a, double[] b, int from, int to) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        int i = from;
        for (; i <= to - 8; i += 8) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
            s4 += a[i + 4] * b[i + 4];
            s5 += a[i + 5] * b[i + 5];
            s6 += a[i + 6] * b[i + 6];
            s7 += a[i + 7] * b[i + 7];
        }
        for (; i < to; i++) {
            s0 += a[i] * b[i];
        }
        return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }
}
