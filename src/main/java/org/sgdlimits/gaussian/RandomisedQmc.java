package org.sgdlimits.gaussian;

import java.util.SplittableRandom;
import org.hipparchus.random.SobolSequenceGenerator;
import org.hipparchus.special.Erf;

/**
 * Randomised quasi-Monte Carlo: {@code groups} copies of a Sobol' net, each under its own random digital shift, mapped
 * to normal variables by the inverse distribution function. Every node g comes with −g (odd moments vanish exactly),
 * and in each group a linear map makes the second moments of (g, ξ) exactly the identity, so that quadratic integrands
 * are exact.
 *
 * <p>Honesty of the standard error, measured with 8 groups in two dimensions: the linear map's bias is a tenth of it
 * from 2^10 nodes a group on, half of it at 2^6. For bounded activations it is as Student's law says. For integrands
 * that grow (x⁴, exp), one far node can carry the error, which is then skewed: take it for up to 1.7 times too small.
 *
 * <p>The nodes depend on the seed alone, so that the integral is the same smooth function of Ω at every call. They are
 * computed when first placed, since many solves never need them; {@link #place} multiplies them by L at a cost of n²/2 each.
 *
 * <p>Source: Owen, Monte Carlo theory, methods and examples, chapters 8 and 17.
 */
public final class RandomisedQmc implements FieldQuadrature {

    private static final double LATTICE = 0x1.0p52;

    private final int fields;
    private final boolean noise;
    private final int log2Nodes;
    private final int groups;
    private final long seed;
    private final int dimension;
    private final int size;

    /** One of each pair ±g, row by row, all groups; null until they are needed. */
    private double[] normals;

    /**
     * @param fields number n of fields
     * @param noise whether ξ is drawn; otherwise ξ = 0
     * @param log2Nodes each group has 2^log2Nodes nodes, mirror images included
     * @param groups independent randomisations; at least 2 for an error estimate, 8 or more for a good one
     * @param seed of the shifts
     * @throws IllegalArgumentException if an argument is out of range or a group has too few nodes for n
     */
    public RandomisedQmc(int fields, boolean noise, int log2Nodes, int groups, long seed) {
        this.fields = Arguments.atLeast(1, fields, "fields", "give the number of fields p + k");
        this.noise = noise;
        this.log2Nodes = Arguments.inRange(1, 24, log2Nodes, "log2Nodes", "a group has 2^log2Nodes nodes");
        this.groups = Arguments.atLeast(1, groups, "groups", "8 give a usable standard error");
        this.seed = seed;
        this.dimension = noise ? fields + 1 : fields;
        int pairs = 1 << (log2Nodes - 1);
        if (pairs < 2 * dimension) {
            throw new IllegalArgumentException("log2Nodes: expected at least " + 4 * dimension
                    + " nodes a group to match second moments in " + dimension + " dimensions, got 2^" + log2Nodes
                    + "; raise it");
        }
        this.size = Math.multiplyExact(Math.multiplyExact(groups, pairs), dimension);
    }

    private synchronized double[] normals() {
        if (normals == null) {
            int pairs = 1 << (log2Nodes - 1);
            double[] made = new double[size];
            SplittableRandom random = new SplittableRandom(seed);
            for (int group = 0; group < groups; group++) {
                int from = group * pairs * dimension;
                fill(made, from, pairs, random);
                whiten(made, from, pairs);
            }
            normals = made;
        }
        return normals;
    }

    @Override
    public int fields() {
        return fields;
    }

    @Override
    public int maxNodes() {
        return groups << log2Nodes;
    }

    @Override
    public void place(double[][] omega, FieldNodes into) {
        double[] g = normals();
        double[][] lower = into.factor(omega, fields).lower();
        into.resize(maxNodes());
        double[] x = into.fields();
        double weight = 1.0 / maxNodes();
        for (int pair = 0; pair < maxNodes() / 2; pair++) {
            int from = pair * dimension;
            int to = 2 * pair * fields;
            for (int j = 0; j < fields; j++) {
                double sum = 0;
                for (int c = 0; c <= j; c++) {
                    sum += lower[j][c] * g[from + c];
                }
                x[to + j] = sum;
                x[to + fields + j] = -sum;
            }
            double xi = noise ? g[from + fields] : 0;
            into.noise()[2 * pair] = xi;
            into.noise()[2 * pair + 1] = -xi;
            into.weights()[2 * pair] = weight;
            into.weights()[2 * pair + 1] = weight;
        }
    }

    @Override
    public String describe() {
        return "randomised Sobol', " + groups + " x 2^" + log2Nodes + " nodes in " + fields + " fields"
                + (noise ? " and noise" : "") + ", seed " + seed;
    }

    /** The same size from other shifts. */
    @Override
    public FieldQuadrature companion() {
        return new RandomisedQmc(
                fields,
                noise,
                log2Nodes,
                groups,
                new SplittableRandom(seed).split().nextLong());
    }

    @Override
    public int groups() {
        return groups;
    }

    private void fill(double[] g, int from, int pairs, SplittableRandom random) {
        long[] shift = new long[dimension];
        for (int c = 0; c < dimension; c++) {
            shift[c] = random.nextLong() >>> 12;
        }
        SobolSequenceGenerator sobol = new SobolSequenceGenerator(dimension);
        for (int i = 0; i < pairs; i++) {
            double[] point = sobol.nextVector();
            for (int c = 0; c < dimension; c++) {
                double uniform = (((long) (point[c] * LATTICE) ^ shift[c]) + 0.5) / LATTICE;
                g[from + i * dimension + c] = Math.sqrt(2) * Erf.erfInv(2 * uniform - 1);
            }
        }
    }

    /** g ← S^{−1/2} g with S = L Lᵀ the second moments, by forward substitution. */
    private void whiten(double[] g, int from, int pairs) {
        double[][] moments = new double[dimension][dimension];
        for (int i = 0; i < pairs; i++) {
            int row = from + i * dimension;
            for (int a = 0; a < dimension; a++) {
                for (int b = 0; b <= a; b++) {
                    moments[a][b] += g[row + a] * g[row + b] / pairs;
                }
            }
        }
        SemidefiniteCholesky factor = new SemidefiniteCholesky(dimension);
        factor.factor(moments);
        double[][] lower = factor.lower();
        for (int i = 0; i < pairs; i++) {
            int row = from + i * dimension;
            for (int a = 0; a < dimension; a++) {
                for (int b = 0; b < a; b++) {
                    g[row + a] -= lower[a][b] * g[row + b];
                }
                g[row + a] /= lower[a][a];
            }
        }
    }
}
