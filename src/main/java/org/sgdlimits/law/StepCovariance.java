package org.sgdlimits.law;

import java.util.Arrays;

/**
 * The covariance of one sample's contribution ξ by quadrature over the fields, and the part of a finite batch that is
 * orthogonal to all directions.
 *
 * <p>Given the error signals, the components of G_b orthogonal to span(u, u*) have a Wishart Gram matrix with d_b − r_b
 * degrees of freedom and scale λ_b Ŝ/n_b, Ŝ = (1/n_b) Σ_ν e^ν e^νᵀ; its own spread adds, to the covariance of a step,
 * (γ/d)⁴ λ_b² (d_b − r_b)/n_b² E[Ŝ_jm Ŝ_ln + Ŝ_jn Ŝ_lm] to the entries (jl, mn) of Q_b. It is of relative order γ²/(d n_b) and
 * kept at finite d only. Cost: size² operations a node. Scratch of one solve.
 */
final class StepCovariance {

    private final OrderParameters layout;
    private final FieldSamples samples;
    private final StepTerms terms;
    private final double[] xi;
    private final double[] mean;
    private final double[][] fourth;
    private final int pairs;

    StepCovariance(OrderParameters layout, FieldSamples samples, StepTerms terms) {
        this.layout = layout;
        this.samples = samples;
        this.terms = terms;
        xi = new double[layout.size()];
        mean = new double[layout.size()];
        pairs = layout.students() * layout.students();
        fourth = new double[pairs][pairs];
    }

    /** E[e_j e_l t_jᵀ Ω_b⁺ t_l] by block, at the state for which {@code terms} was prepared. */
    void parallel(Overlaps state, double[][][] into) {
        samples.place(state);
        for (double[][] block : into) {
            for (double[] row : block) {
                Arrays.fill(row, 0);
            }
        }
        for (int node = 0; node < samples.count(); node++) {
            samples.load(node);
            samples.evaluateSignal(state.parameters);
            terms.addParallel(samples, samples.weight(node), into);
        }
    }

    /** Cov(ξ) at the state for which {@code terms} was prepared; with {@code withFourth}, also E[e_j e_l e_m e_n]. */
    void evaluate(Overlaps state, boolean withFourth, double[][] covariance) {
        samples.place(state);
        Arrays.fill(mean, 0);
        for (double[] row : covariance) {
            Arrays.fill(row, 0);
        }
        for (double[] row : fourth) {
            Arrays.fill(row, 0);
        }
        int size = xi.length;
        for (int node = 0; node < samples.count(); node++) {
            samples.load(node);
            samples.evaluateSignal(state.parameters);
            terms.sample(samples, xi);
            double weight = samples.weight(node);
            for (int i = 0; i < size; i++) {
                double weighted = weight * xi[i];
                mean[i] += weighted;
                double[] row = covariance[i];
                for (int j = 0; j <= i; j++) {
                    row[j] += weighted * xi[j];
                }
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

    /** E[Ŝ_ab Ŝ_cd] over a batch. */
    private double productMean(int a, int b, int c, int d, double batch, double[][] products) {
        int p = layout.students();
        return (1 - 1 / batch) * products[a][b] * products[c][d] + fourth[a * p + b][c * p + d] / batch;
    }
}
