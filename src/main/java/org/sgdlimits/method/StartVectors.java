package org.sgdlimits.method;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.sgdlimits.gaussian.SemidefiniteCholesky;
import org.sgdlimits.method.RandomStreams.Purpose;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Spectrum;
import org.sgdlimits.model.Start;

/**
 * Vectors with given Gram matrices Ω_b, uniform otherwise: in every block, the rows of L_b Hᵀ with Ω_b = L_b L_bᵀ and H
 * uniformly distributed orthonormal columns, by Gram–Schmidt on Gaussian vectors. Cost d (p + k)².
 */
final class StartVectors {

    private StartVectors() {}

    /** Those of a replica, students before teachers, [p + k][d]: fresh arrays, alike for every method that moves vectors. */
    static double[][] of(Problem<? extends FieldModel> problem, long seed, int replica) {
        Spectrum spectrum = problem.model().covariance().spectrum(problem.dimension());
        if (problem.start() instanceof Start.Vectors given) {
            return StartDraw.inBlocks(given, spectrum);
        }
        return draw(
                StartDraw.gram(problem, seed, replica), spectrum, RandomStreams.of(seed, Purpose.DIRECTIONS, replica));
    }

    static double[][] draw(double[][][] gram, Spectrum spectrum, UniformRandomProvider random) {
        int n = gram[0].length;
        int d = Math.toIntExact(spectrum.dimension());
        ZigguratSampler.NormalizedGaussian gaussian = ZigguratSampler.NormalizedGaussian.of(random);
        SemidefiniteCholesky cholesky = new SemidefiniteCholesky(n);
        double[][] vectors = new double[n][d];
        double[][] basis = new double[n][d];
        int from = 0;
        for (int b = 0; b < gram.length; b++) {
            int to = from + Math.toIntExact(spectrum.multiplicity(b));
            cholesky.factor(gram[b]);
            for (int c = 0; c < n; c++) {
                if (cholesky.active(c)) {
                    drawOrthonormal(basis, c, from, to, cholesky, gaussian);
                    for (int a = c; a < n; a++) {
                        double weight = cholesky.lower()[a][c];
                        for (int i = from; i < to; i++) {
                            vectors[a][i] += weight * basis[c][i];
                        }
                    }
                }
            }
            from = to;
        }
        return vectors;
    }

    private static void drawOrthonormal(
            double[][] basis,
            int column,
            int from,
            int to,
            SemidefiniteCholesky cholesky,
            ZigguratSampler.NormalizedGaussian gaussian) {
        double[] v = basis[column];
        for (int i = from; i < to; i++) {
            v[i] = gaussian.sample();
        }
        // a second pass makes Gram–Schmidt orthogonal to rounding
        for (int pass = 0; pass < 2; pass++) {
            for (int c = 0; c < column; c++) {
                if (cholesky.active(c)) {
                    double product = VectorGram.dot(basis[c], v, from, to);
                    for (int i = from; i < to; i++) {
                        v[i] -= product * basis[c][i];
                    }
                }
            }
        }
        double scale = 1 / Math.sqrt(VectorGram.dot(v, v, from, to));
        for (int i = from; i < to; i++) {
            v[i] *= scale;
        }
    }
}
