package org.sgdlimits.method;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.sgdlimits.method.RandomStreams.Purpose;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Spectrum;
import org.sgdlimits.model.Start;

/**
 * Draws the Gram matrices Ω_b at the start. A replica's start is the same for every method.
 *
 * <p>A random start is exact in law at any d: the Gram matrix of p + k Gaussian vectors is a Wishart matrix block by block,
 * drawn by Bartlett's decomposition, and each vector is then scaled to its norm.
 */
final class StartDraw {

    private StartDraw() {}

    /** Whether every replica starts alike. */
    static boolean isFixed(Start start) {
        return !(start instanceof Start.Random);
    }

    /** Ω_b of a replica, [block][p + k][p + k]. */
    static double[][][] gram(Problem<? extends FieldModel> problem, long seed, long replica) {
        int p = problem.model().students();
        int k = problem.model().teachers();
        Spectrum spectrum = problem.model().covariance().spectrum(problem.dimension());
        Start start = problem.start();
        if (start instanceof Start.Overlaps overlaps) {
            return new double[][][] {overlaps.gram().omega()};
        }
        if (start instanceof Start.Vectors vectors) {
            return ofVectors(vectors, spectrum);
        }
        UniformRandomProvider random = RandomStreams.of(seed, Purpose.START, replica);
        if (start instanceof Start.Random uniform) {
            return uniform(p, k, uniform.norm(), spectrum, random);
        }
        return studentsAtZero(p, k, spectrum);
    }

    private static double[][][] uniform(int p, int k, double norm, Spectrum spectrum, UniformRandomProvider random) {
        int n = p + k;
        Wishart wishart = new Wishart(n, random, ZigguratSampler.NormalizedGaussian.of(random));
        double[][][] gram = new double[spectrum.blocks()][n][n];
        double[] squaredNorm = new double[n];
        for (int b = 0; b < gram.length; b++) {
            wishart.standard(spectrum.multiplicity(b), gram[b]);
            for (int i = 0; i < n; i++) {
                squaredNorm[i] += gram[b][i][i];
            }
        }
        for (double[][] block : gram) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double scale = (i < p ? norm : 1) * (j < p ? norm : 1);
                    block[i][j] *= scale / Math.sqrt(squaredNorm[i] * squaredNorm[j]);
                }
            }
        }
        for (int i = 0; gram.length == 1 && i < n; i++) {
            gram[0][i][i] = i < p ? norm * norm : 1;
        }
        return gram;
    }

    /** Orthonormal teachers spread evenly over the spectrum. */
    private static double[][][] studentsAtZero(int p, int k, Spectrum spectrum) {
        double[][][] gram = new double[spectrum.blocks()][p + k][p + k];
        for (int b = 0; b < gram.length; b++) {
            for (int r = 0; r < k; r++) {
                gram[b][p + r][p + r] = (double) spectrum.multiplicity(b) / spectrum.dimension();
            }
        }
        return gram;
    }

    private static double[][][] ofVectors(Start.Vectors vectors, Spectrum spectrum) {
        double[][] student = vectors.student();
        double[][] teacher = vectors.teacher();
        double[][] all = new double[student.length + teacher.length][];
        System.arraycopy(student, 0, all, 0, student.length);
        System.arraycopy(teacher, 0, all, student.length, teacher.length);
        return VectorGram.blocks(all, spectrum);
    }
}
