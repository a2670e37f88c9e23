package org.sgdlimits.model;

import java.util.Arrays;
import org.hipparchus.linear.EigenDecompositionSymmetric;

/**
 * Gauss quadrature for the spectral measure of a symmetric H seen from a vector z, Σ_k w_k f(θ_k) ≈ zᵀ f(H) z: nodes are
 * the eigenvalues of Lanczos' tridiagonal matrix, weights ‖z‖² times the squared first entries of its eigenvectors (Golub, Meurant,
 * Matrices, Moments and Quadrature, ch. 6). Fully reorthogonalised. Exact for polynomials of degree 2k − 1. Cost k products with H
 * and k² dim operations. Immutable.
 */
public final class LanczosProcess {

    /** A residual this small against the largest entry is rounding: the measure has no more nodes. */
    private static final double BREAKDOWN = 1e-13;

    private final double squaredNorm;
    private final double[] diagonal;
    private final double[] off;
    private final int size;
    private final boolean exhausted;

    /**
     * Σ_k w_k f(θ_k).
     *
     * @param nodes θ_k
     * @param weights w_k
     */
    public record Rule(double[] nodes, double[] weights) {}

    /**
     * The process from one vector.
     *
     * @param steps k, cut to the dimension
     * @throws IllegalArgumentException if the vector or a product is not finite
     */
    public LanczosProcess(SymmetricOperator operator, double[] z, int steps) {
        int most = Math.min(steps, z.length);
        diagonal = new double[most];
        off = new double[most];
        squaredNorm = Vectors.dot(z, z);
        requireFinite(squaredNorm);
        double[][] basis = new double[most][];
        double[] v = scaled(z, 1 / Math.sqrt(squaredNorm));
        double scale = 0;
        int k = 0;
        boolean ended = squaredNorm == 0;
        while (k < most && !ended) {
            basis[k] = v;
            double[] next = new double[v.length];
            operator.apply(v, next);
            diagonal[k] = Vectors.dot(next, v);
            // twice is enough (Kahan, Parlett)
            for (int pass = 0; pass < 2; pass++) {
                for (int i = k; i >= 0; i--) {
                    Vectors.addTo(next, -Vectors.dot(next, basis[i]), basis[i]);
                }
            }
            off[k] = Math.sqrt(Vectors.dot(next, next));
            requireFinite(diagonal[k] + off[k]);
            scale = Math.max(scale, diagonal[k] + off[k]);
            ended = off[k] <= BREAKDOWN * scale;
            v = ended ? v : scaled(next, 1 / off[k]);
            k++;
        }
        size = k;
        exhausted = ended;
    }

    private static void requireFinite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("lanczos: expected finite products and vectors, got " + value);
        }
    }

    /** Gauss nodes θ_k with their weights. */
    public Rule gauss() {
        return rule(Arrays.copyOf(diagonal, size), Arrays.copyOf(off, Math.max(0, size - 1)));
    }

    /**
     * The Gauss–Radau rule with a node at 0, for a positive semidefinite H. For f(x) = e^{−2xu} it lies above the integral and the
     * Gauss rule below, so that the two bound the error; equal to the Gauss rule where that is exact.
     */
    public Rule radau() {
        if (exhausted) {
            return gauss();
        }
        double pivot = diagonal[0];
        for (int i = 1; i < size; i++) {
            pivot = diagonal[i] - off[i - 1] * off[i - 1] / pivot;
        }
        if (!(pivot > 0)) {
            return gauss();
        }
        double[] extended = Arrays.copyOf(diagonal, size + 1);
        extended[size] = off[size - 1] * off[size - 1] / pivot;
        return rule(extended, Arrays.copyOf(off, size));
    }

    private Rule rule(double[] main, double[] secondary) {
        if (main.length == 0) {
            return new Rule(new double[0], new double[0]);
        }
        if (main.length == 1) {
            return new Rule(new double[] {main[0]}, new double[] {squaredNorm});
        }
        EigenDecompositionSymmetric eigen = new EigenDecompositionSymmetric(main, secondary);
        double[] nodes = new double[main.length];
        double[] weights = new double[main.length];
        for (int k = 0; k < nodes.length; k++) {
            nodes[k] = eigen.getEigenvalue(k);
            double first = eigen.getEigenvector(k).getEntry(0);
            weights[k] = squaredNorm * first * first;
        }
        return new Rule(nodes, weights);
    }

    private static double[] scaled(double[] v, double factor) {
        double[] result = new double[v.length];
        Arrays.setAll(result, i -> factor * v[i]);
        return result;
    }
}
