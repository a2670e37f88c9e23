package org.sgdlimits.law;

import java.util.Arrays;
import org.sgdlimits.model.Spectrum;

/**
 * Cov(ξ_i, ν_a) at finite d with the squared norms' ν_a = Σ_b ξ_Q,b,aa where there are several spectral blocks, at a cost of nodes plus
 * blocks rather than nodes times blocks.
 *
 * <p>Given x, E[ξ_i | x] is linear in e_j x_a, e_j e_l x_a x_c, e_j e_l and h, so that E[E[ξ_i | x] ν_a] is the mean of ξ of their moments
 * weighted with ν_a, which given x is one quadratic form however many blocks there are. To leading order ν_a has no rest given x; its
 * part of relative order γ/d has, ∂ν_a/∂rest_b = (γ/d) λ_b q_a with q_a = 2(1 − 1/n_b) e_a A_a + (2/n_b) e_a² Ω⁺x, and adds
 *
 * <pre>
 *   (γ/d) E[∂ξ_i/∂rest_b · V_b q_a],   V_b = λ_b² Ω_b − R_b Ω⁽²⁾,   Ω⁽²⁾ = Σ_c λ_c² Ω_c.
 * </pre>
 *
 * Exact up to relative order (γ/d)². Scratch of one solve; cost p³ (p + k)² a node and p² (p + k)³ a block.
 */
final class NormCovariance {

    private final OrderParameters layout;
    private final Spectrum spectrum;
    private final StepTerms terms;
    private final WeightedSignal plain;
    private final WeightedSignal[] weighted;
    /** E[e_j e_a² x_c], [j][a][c]. */
    private final double[][][] triple;

    private final double[] norms;
    private final double[] mean;
    private final double[] mixed;
    private final double[][][] parallel;
    private final double[][] squareMetric;
    private final double[] rest;
    private final double[] metricRest;
    private final double[][] moved;

    NormCovariance(OrderParameters layout, Spectrum spectrum, StepTerms terms) {
        this.layout = layout;
        this.spectrum = spectrum;
        this.terms = terms;
        int p = layout.students();
        int n = p + layout.teachers();
        plain = new WeightedSignal(layout);
        weighted = new WeightedSignal[p];
        Arrays.setAll(weighted, a -> new WeightedSignal(layout));
        triple = new double[p][p][n];
        norms = new double[p];
        mean = new double[layout.size()];
        mixed = new double[layout.size()];
        parallel = new double[layout.blocks()][p][p];
        squareMetric = new double[n][n];
        rest = new double[n];
        metricRest = new double[n];
        moved = new double[p][n];
    }

    /** Starts at the state for which {@code terms} was prepared. */
    void begin(Overlaps state) {
        plain.clear();
        Arrays.fill(norms, 0);
        for (int a = 0; a < norms.length; a++) {
            weighted[a].clear();
            for (double[] row : triple[a]) {
                Arrays.fill(row, 0);
            }
        }
        terms.prepareNorms();
        double[] weights = new double[layout.blocks()];
        Arrays.setAll(weights, b -> spectrum.eigenvalue(b) * spectrum.eigenvalue(b));
        state.sum(weights, squareMetric);
    }

    /** Adds the node that is evaluated. */
    void add(double weight, FieldSamples node) {
        double[] e = node.signal;
        double[] x = node.field;
        plain.add(weight, node);
        for (int a = 0; a < e.length; a++) {
            double norm = terms.norm(a, x, e);
            norms[a] += weight * norm;
            weighted[a].add(weight * norm, node);
            for (int j = 0; j < e.length; j++) {
                double signal = weight * e[j] * e[a] * e[a];
                for (int c = 0; c < x.length; c++) {
                    triple[j][a][c] += signal * x[c];
                }
            }
        }
    }

    /** Writes it, [entry][p]. */
    void finish(Overlaps state, double[][] covariance) {
        terms.linear(plain, parallel, mean);
        for (int a = 0; a < norms.length; a++) {
            terms.linear(weighted[a], parallel, mixed);
            for (int i = 0; i < mixed.length; i++) {
                covariance[i][a] = mixed[i] - mean[i] * norms[a];
            }
            for (int b = 0; b < layout.blocks(); b++) {
                for (int j = 0; j < moved.length; j++) {
                    loadRest(j, a);
                    move(state, b, moved[j]);
                }
                addRest(b, a, covariance);
            }
        }
    }

    /** (γ/d) E[e_j q_a]. */
    private void loadRest(int j, int a) {
        double own = terms.ownWeight();
        double product = plain.product[Math.min(j, a)][Math.max(j, a)];
        for (int c = 0; c < rest.length; c++) {
            rest[c] = 2
                    * terms.step()
                    * ((1 - own) * product * terms.slope(c, a)
                            + own * StepTerms.dot(terms.regression.inverse[c], triple[j][a]));
        }
    }

    /** V_b times the rest. */
    private void move(Overlaps state, int b, double[] out) {
        double square = spectrum.eigenvalue(b) * spectrum.eigenvalue(b);
        for (int c = 0; c < rest.length; c++) {
            metricRest[c] = StepTerms.dot(squareMetric[c], rest);
        }
        for (int c = 0; c < rest.length; c++) {
            out[c] = square * StepTerms.dot(state.gram[b][c], rest)
                    - StepTerms.dot(terms.regression.weights[b][c], metricRest);
        }
    }

    private void addRest(int b, int a, double[][] covariance) {
        int p = moved.length;
        for (int j = 0; j < p; j++) {
            for (int r = 0; r < layout.teachers(); r++) {
                covariance[layout.m(b, j, r)][a] += moved[j][p + r];
            }
            for (int l = j; l < p; l++) {
                covariance[layout.q(b, j, l)][a] += moved[j][l] + moved[l][j];
            }
        }
    }
}
