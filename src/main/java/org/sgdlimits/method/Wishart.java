package org.sgdlimits.method;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Draws the Gram matrix X Xᵀ of n rows of f independent standard normal numbers, exactly and at a cost that does not grow
 * with f: Bartlett's decomposition X Xᵀ = A Aᵀ, A lower triangular with A_ii² ~ χ²(f − i) and standard normal numbers below
 * the diagonal; for f &lt; n the rows themselves. Cost n²; allocates only at its first factor and when it meets a new f.
 */
final class Wishart {

    private final int n;
    private final UniformRandomProvider random;
    private final ZigguratSampler.NormalizedGaussian gaussian;
    private final Map<Long, SharedStateContinuousSampler[]> samplers = new HashMap<>();
    private double[][] factor = new double[0][];
    private SharedStateContinuousSampler[] current;
    private long currentFreedom = -1;

    Wishart(int n, UniformRandomProvider random, ZigguratSampler.NormalizedGaussian gaussian) {
        this.n = n;
        this.random = random;
        this.gaussian = gaussian;
    }

    /** A lower triangular (or n × f, for f &lt; n) random factor A with A Aᵀ the Gram matrix; scratch, valid until the next call. */
    double[][] factor(long freedom) {
        if (factor.length < n) {
            factor = new double[n][n];
        }
        for (int i = 0; i < n; i++) {
            drawRow(i, freedom, factor[i]);
        }
        return factor;
    }

    /** Draws row i of a factor, n numbers: for callers that draw one row after the other from the first and keep few. */
    void drawRow(int i, long freedom, double[] row) {
        boolean narrow = freedom < n;
        if (!narrow && freedom != currentFreedom) {
            current = samplers.computeIfAbsent(freedom, this::chiSquares);
            currentFreedom = freedom;
        }
        int normals = narrow ? (int) freedom : i;
        for (int j = 0; j < normals; j++) {
            row[j] = gaussian.sample();
        }
        Arrays.fill(row, normals, n, 0);
        if (!narrow) {
            row[i] = Math.sqrt(2 * current[i].sample());
        }
    }

    /** Writes a draw of the Gram matrix. */
    void standard(long freedom, double[][] out) {
        double[][] a = factor(freedom);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int c = 0; c < n; c++) {
                    sum += a[i][c] * a[j][c];
                }
                out[i][j] = sum;
                out[j][i] = sum;
            }
        }
    }

    private SharedStateContinuousSampler[] chiSquares(long freedom) {
        SharedStateContinuousSampler[] result = new SharedStateContinuousSampler[n];
        for (int i = 0; i < n; i++) {
            result[i] = AhrensDieterMarsagliaTsangGammaSampler.of(random, 0.5 * (freedom - i), 1);
        }
        return result;
    }
}
