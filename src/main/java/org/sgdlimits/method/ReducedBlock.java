package org.sgdlimits.method;

import java.util.Arrays;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.sgdlimits.gaussian.SemidefiniteCholesky;
import org.sgdlimits.model.Vectors;

/**
 * One spectral block of {@link ReducedStep}: its Gram matrix Ω_b = F Fᵀ and what a batch adds to it.
 *
 * <p>In a block of multiplicity d_b ≥ p + k, F is the Cholesky factor of Ω_b, found anew every step. In a narrower one the
 * rank is at most d_b, which rounding would blur in the course of a run, so F is the d_b coordinates of the vectors
 * themselves, and SGD moves them. Cost p (p + k) a sample and (p + k)³ a step; allocates nothing.
 */
final class ReducedBlock {

    private final double eigenvalue;
    private final double scale;
    private final long multiplicity;
    private final boolean narrow;
    private final int p;
    private final int n;
    private final ZigguratSampler.NormalizedGaussian gaussian;
    private final SemidefiniteCholesky cholesky;
    private final double[][] factor;
    private final boolean[] active;
    private final double[] normal;
    private final double[] fields;
    private final double[][] inside;
    private final double[][] withFields;
    private double[][] samples = new double[0][];
    private int drawn;
    private int rank;

    /** Ω_b. */
    final double[][] gram;

    ReducedBlock(
            int students,
            double[][] gram,
            double eigenvalue,
            long multiplicity,
            ZigguratSampler.NormalizedGaussian gaussian) {
        this.gram = gram;
        this.eigenvalue = eigenvalue;
        this.multiplicity = multiplicity;
        this.gaussian = gaussian;
        scale = Math.sqrt(eigenvalue);
        p = students;
        n = gram.length;
        narrow = multiplicity < n;
        cholesky = new SemidefiniteCholesky(n);
        factor = narrow ? new double[n][n] : cholesky.lower();
        active = new boolean[n];
        normal = new double[n];
        fields = new double[n];
        inside = new double[p][n];
        withFields = new double[p][n];
        if (narrow) {
            loadCoordinates();
        }
    }

    /** Keeps the coordinates of so many samples a batch, for {@link #complete}; 0 for a batch too large to keep. */
    void keepSamples(int count) {
        samples = new double[count][n];
    }

    private void loadCoordinates() {
        cholesky.factor(gram);
        rank = (int) multiplicity;
        int next = 0;
        for (int c = 0; c < n && next < rank; c++) {
            if (cholesky.active(c)) {
                for (int a = 0; a < n; a++) {
                    factor[a][next] = cholesky.lower()[a][c];
                }
                next++;
            }
        }
        // a direction in which no vector lies yet is one of the block's all the same
        Arrays.fill(active, 0, rank, true);
    }

    /** Prepares for a batch at the present Ω_b. */
    void begin() {
        if (!narrow) {
            rank = cholesky.factor(gram);
            for (int c = 0; c < n; c++) {
                active[c] = cholesky.active(c);
            }
        }
        drawn = 0;
        for (int j = 0; j < p; j++) {
            Arrays.fill(inside[j], 0);
            Arrays.fill(withFields[j], 0);
        }
    }

    /** d_b − r_b, the directions of the block in which no vector lies. */
    long freedom() {
        return multiplicity - rank;
    }

    /** λ_b (d_b − r_b), the weight of E[e e] in the part of a step outside all vectors. */
    double outsideWeight() {
        return eigenvalue * freedom();
    }

    /** Draws the block's part √λ_b F g of one sample's fields and adds it to {@code sum}. */
    void drawFields(double[] sum) {
        for (int c = 0; c < n; c++) {
            normal[c] = active[c] ? scale * gaussian.sample() : 0;
        }
        if (drawn < samples.length) {
            System.arraycopy(normal, 0, samples[drawn++], 0, n);
        }
        for (int a = 0; a < n; a++) {
            double[] row = factor[a];
            int last = narrow ? n - 1 : a;
            double field = 0;
            for (int c = 0; c <= last; c++) {
                field += row[c] * normal[c];
            }
            fields[a] = field;
            sum[a] += field;
        }
    }

    /** Adds the drawn sample to G_j with weight e_j/n_b. */
    void add(int j, double weight) {
        double[] coordinates = inside[j];
        double[] products = withFields[j];
        for (int a = 0; a < n; a++) {
            coordinates[a] += weight * normal[a];
            products[a] += weight * fields[a];
        }
    }

    /** Multiplies the block's part of G_j. */
    void scaleGradient(int j, double by) {
        for (int a = 0; a < n; a++) {
            inside[j][a] *= by;
            withFields[j][a] *= by;
        }
    }

    /** The block's part of G_j·G_l, from the products as {@link #move} takes them. */
    double square(int j, int l, double[][] products) {
        return products[j][l] + (samples.length == 0 ? Vectors.dot(inside[j], inside[l]) : 0);
    }

    /** Writes √λ_b F. */
    void writeFactor(double[][] out) {
        for (int a = 0; a < n; a++) {
            for (int c = 0; c < n; c++) {
                out[a][c] = scale * factor[a][c];
            }
        }
    }

    /** Sets the block's part of G_j to (√λ_b g_c) whose sums over a batch are drawn as a mean and a deviation. */
    void load(int j, double[] mean, double[] deviation, int first) {
        for (int c = 0; c < n; c++) {
            inside[j][c] = active[c] ? scale * (mean[first + c] + deviation[first + c]) : 0;
        }
        for (int a = 0; a < n; a++) {
            withFields[j][a] = Vectors.dot(factor[a], inside[j]);
        }
    }

    /** The block's part of G_j·u_j. */
    double radial(int j) {
        return withFields[j][j];
    }

    /**
     * Turns the Gram matrix of the samples' parts outside span(u, u*), without the factor λ_b, into that of the whole samples
     * where they are kept, and else only multiplies it by λ_b.
     */
    void complete(double[][] outside) {
        for (int i = 0; i < outside.length; i++) {
            for (int l = 0; l < outside.length; l++) {
                outside[i][l] =
                        eigenvalue * outside[i][l] + (samples.length == 0 ? 0 : Vectors.dot(samples[i], samples[l]));
            }
        }
    }

    /**
     * Moves the students to ũ_j = c_j u_j + η G_j.
     *
     * @param keep c
     * @param products inner products of the block's parts of G_j, lower triangle: the whole where samples are kept, else of the
     *     parts outside span(u, u*)
     */
    void move(double eta, double[] keep, double[][] products) {
        if (narrow) {
            moveCoordinates(eta, keep);
            return;
        }
        for (int j = 0; j < p; j++) {
            for (int l = 0; l <= j; l++) {
                double square = square(j, l, products);
                set(
                        j,
                        l,
                        keep[j] * keep[l] * gram[j][l]
                                + eta * (keep[l] * withFields[j][l] + keep[j] * withFields[l][j])
                                + eta * eta * square);
            }
            for (int r = p; r < n; r++) {
                set(j, r, keep[j] * gram[j][r] + eta * withFields[j][r]);
            }
        }
    }

    private void moveCoordinates(double eta, double[] keep) {
        for (int j = 0; j < p; j++) {
            for (int c = 0; c < n; c++) {
                factor[j][c] = keep[j] * factor[j][c] + eta * inside[j][c];
            }
        }
        for (int j = 0; j < p; j++) {
            for (int a = 0; a < n; a++) {
                set(j, a, Vectors.dot(factor[j], factor[a]));
            }
        }
    }

    /** Multiplies u_j. */
    void scale(int j, double by) {
        for (int a = 0; a < n; a++) {
            gram[j][a] *= by;
            gram[a][j] *= by;
            if (narrow) {
                factor[j][a] *= by;
            }
        }
    }

    private void set(int j, int a, double value) {
        gram[j][a] = value;
        gram[a][j] = value;
    }
}
