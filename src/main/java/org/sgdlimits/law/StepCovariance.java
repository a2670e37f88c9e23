package org.sgdlimits.law;

import java.util.Arrays;
import org.sgdlimits.model.Spectrum;

/**
 * The covariance of one sample's contribution ξ by quadrature over the fields, and the part of a finite batch that is
 * orthogonal to all directions.
 *
 * <p>Nodes are placed for x alone. What the blocks' fields add, given x, is Gaussian and summed in closed form: with
 * {@link BlockRegression}, Cov(ξ) = Cov(E[ξ | x]) + E[Cov(ξ | x)].
 *
 * <p>Given the error signals, the components of G_b orthogonal to span(u, u*) have a Wishart Gram matrix with d_b − r_b
 * degrees of freedom and scale λ_b Ŝ/n_b, Ŝ = (1/n_b) Σ_ν e^ν e^νᵀ; its own spread adds, to the covariance of a step,
 * (γ/d)⁴ λ_b² (d_b − r_b)/n_b² E[Ŝ_jm Ŝ_ln + Ŝ_jn Ŝ_lm] to the entries (jl, mn) of Q_b. It is of relative order γ²/(d n_b) and
 * kept at finite d only. Cost a node: size² operations, (p + k)² times as many with more than one block. Scratch of one solve.
 */
final class StepCovariance {

    private final OrderParameters layout;
    private final Spectrum spectrum;
    private final FieldSamples samples;
    private final StepTerms terms;
    private final BlockFields fields;
    private final double[] xi;
    private final double[] mean;
    private final double[][] slopes;
    private final double[][] fourth;
    private final double[] norms;
    private final int[] blockOf;
    private final int pairs;

    /** Null with one block. */
    private final WeightedSignal moments;

    private final NormCovariance manyBlocks;

    StepCovariance(OrderParameters layout, Spectrum spectrum, FieldSamples samples, StepTerms terms) {
        this.layout = layout;
        this.spectrum = spectrum;
        this.samples = samples;
        this.terms = terms;
        int p = layout.students();
        int n = p + layout.teachers();
        fields = new BlockFields(n, layout.blocks());
        xi = new double[layout.size()];
        mean = new double[layout.size()];
        slopes = new double[layout.size()][n];
        pairs = p * p;
        fourth = new double[pairs][pairs];
        norms = new double[p];
        moments = terms.regression.isTrivial() ? null : new WeightedSignal(layout);
        manyBlocks = terms.regression.isTrivial() ? null : new NormCovariance(layout, spectrum, terms);
        blockOf = new int[layout.size()];
        Arrays.fill(blockOf, -1);
        for (int b = 0; b < layout.blocks(); b++) {
            for (int j = 0; j < p; j++) {
                for (int r = 0; r < layout.teachers(); r++) {
                    blockOf[layout.m(b, j, r)] = b;
                }
                for (int l = j; l < p; l++) {
                    blockOf[layout.q(b, j, l)] = b;
                }
            }
        }
    }

    /**
     * Writes E[e_j e_l t_jᵀ Ω_b⁺ t_l] by block, at finite d: node by node with one block, else from E[e_j e_l x xᵀ], which serves all
     * blocks.
     *
     * @param products E[e_j e_l]
     */
    void parallel(Overlaps state, double[][] products, double[][][] out) {
        samples.place(state.omega);
        if (terms.regression.isTrivial()) {
            for (double[] row : out[0]) {
                Arrays.fill(row, 0);
            }
            for (int node = 0; node < samples.count(); node++) {
                samples.evaluate(node, state.parameters);
                fields.conditional(samples.field, terms.regression, spectrum);
                terms.addParallel(fields, samples.signal, samples.weight(node), out[0]);
            }
            return;
        }
        moments.clear();
        for (int node = 0; node < samples.count(); node++) {
            samples.evaluate(node, state.parameters);
            moments.add(samples.weight(node), samples);
        }
        terms.parallel(moments.square, products, out);
    }

    /** Cov(ξ) at the state for which {@code terms} was prepared; with {@code withFourth}, also E[e_j e_l e_m e_n]. */
    void evaluate(Overlaps state, boolean withFourth, double[][] covariance) {
        begin(state);
        for (double[] row : covariance) {
            Arrays.fill(row, 0);
        }
        int size = xi.length;
        for (int node = 0; node < samples.count(); node++) {
            double weight = load(node, state);
            for (int i = 0; i < size; i++) {
                double weighted = weight * xi[i];
                mean[i] += weighted;
                double[] row = covariance[i];
                for (int j = 0; j <= i; j++) {
                    row[j] += weighted * xi[j];
                }
            }
            if (!terms.regression.isTrivial()) {
                addRest(weight, covariance);
            }
            if (withFourth) {
                addFourth(weight);
            }
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double value = covariance[i][j] - mean[i] * mean[j];
                covariance[i][j] = value;
                covariance[j][i] = value;
            }
        }
    }

    /**
     * Cov(ξ_i, ν_a) with the squared norms' ν_a = Σ_b ξ_Q,b,aa, and E[e_j e_l e_m e_n]; with more than one block by
     * {@link NormCovariance}.
     *
     * @param covariance receives it, [entry][p]
     */
    void withNorms(Overlaps state, double[][] covariance) {
        begin(state);
        if (terms.regression.isTrivial()) {
            withNormsOfOneBlock(state, covariance);
            return;
        }
        manyBlocks.begin(state);
        for (int node = 0; node < samples.count(); node++) {
            samples.evaluate(node, state.parameters);
            manyBlocks.add(samples.weight(node), samples);
            addFourth(samples.weight(node));
        }
        manyBlocks.finish(state, covariance);
    }

    private void withNormsOfOneBlock(Overlaps state, double[][] covariance) {
        Arrays.fill(norms, 0);
        for (double[] row : covariance) {
            Arrays.fill(row, 0);
        }
        int p = layout.students();
        for (int node = 0; node < samples.count(); node++) {
            double weight = load(node, state);
            for (int a = 0; a < p; a++) {
                double norm = xi[layout.q(0, a, a)];
                norms[a] += weight * norm;
                for (int i = 0; i < xi.length; i++) {
                    covariance[i][a] += weight * xi[i] * norm;
                }
            }
            for (int i = 0; i < xi.length; i++) {
                mean[i] += weight * xi[i];
            }
            addFourth(weight);
        }
        for (int i = 0; i < xi.length; i++) {
            for (int a = 0; a < p; a++) {
                covariance[i][a] -= mean[i] * norms[a];
            }
        }
    }

    private void begin(Overlaps state) {
        samples.place(state.omega);
        Arrays.fill(mean, 0);
        for (double[] row : fourth) {
            Arrays.fill(row, 0);
        }
        terms.regression.conditional(state);
    }

    /** Loads ξ's mean given the node's fields, and how it moves with the rest; returns the node's weight. */
    private double load(int node, Overlaps state) {
        samples.evaluate(node, state.parameters);
        fields.conditional(samples.field, terms.regression, spectrum);
        terms.sample(fields, samples.signal, samples.parameterSignal, xi);
        if (!terms.regression.isTrivial()) {
            terms.restSlopes(fields, samples.signal, slopes);
        }
        return samples.weight(node);
    }

    /** Adds weight · Cov(ξ | x), but for b², which moves with the rest at relative order 1/d only. */
    private void addRest(double weight, double[][] covariance) {
        for (int i = layout.parameters(); i < layout.overlapsEnd(); i++) {
            for (int j = layout.parameters(); j <= i; j++) {
                covariance[i][j] +=
                        weight * terms.regression.restCovariance(blockOf[i], slopes[i], blockOf[j], slopes[j]);
            }
        }
        double square = terms.restSquareWeight();
        for (int b = 0; square != 0 && b < layout.blocks(); b++) {
            for (int c = 0; c <= b; c++) {
                addRestSquares(
                        weight * square * square * 2 * terms.regression.restSquareProduct(b, c), b, c, covariance);
            }
        }
    }

    private void addRestSquares(double scale, int b, int c, double[][] covariance) {
        double[] e = samples.signal;
        for (int j = 0; j < e.length; j++) {
            for (int l = j; l < e.length; l++) {
                for (int m = 0; m < e.length; m++) {
                    for (int n = m; n < e.length; n++) {
                        int row = layout.q(b, j, l);
                        int column = layout.q(c, m, n);
                        if (column <= row) {
                            covariance[row][column] += scale * e[j] * e[l] * e[m] * e[n];
                        }
                    }
                }
            }
        }
    }

    private void addFourth(double weight) {
        double[] e = samples.signal;
        int p = e.length;
        for (int left = 0; left < pairs; left++) {
            double weighted = weight * e[left / p] * e[left % p];
            for (int right = 0; right < pairs; right++) {
                fourth[left][right] += weighted * e[right / p] * e[right % p];
            }
        }
    }

    /** Adds the orthogonal part's own spread; {@code scale} is (γ/d)⁴ λ_b² (d_b − r_b)/n_b² of a block. */
    void addOrthogonalSpread(int block, double scale, double batch, double[][] products, double[][] covariance) {
        int p = layout.students();
        for (int j = 0; j < p; j++) {
            for (int l = j; l < p; l++) {
                int row = layout.q(block, j, l);
                for (int m = 0; m < p; m++) {
                    for (int n = m; n < p; n++) {
                        covariance[row][layout.q(block, m, n)] += scale
                                * (productMean(j, m, l, n, batch, products) + productMean(j, n, l, m, batch, products));
                    }
                }
            }
        }
    }

    /** The same of {@link #withNorms}. */
    void addOrthogonalNormSpread(int block, double scale, double batch, double[][] products, double[][] covariance) {
        int p = layout.students();
        for (int j = 0; j < p; j++) {
            for (int l = j; l < p; l++) {
                for (int a = 0; a < p; a++) {
                    covariance[layout.q(block, j, l)][a] += 2 * scale * productMean(j, a, l, a, batch, products);
                }
            }
        }
    }

    /** E[Ŝ_ab Ŝ_cd] over a batch. */
    private double productMean(int a, int b, int c, int d, double batch, double[][] products) {
        int p = layout.students();
        return (1 - 1 / batch) * products[a][b] * products[c][d] + fourth[a * p + b][c * p + d] / batch;
    }
}
