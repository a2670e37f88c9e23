package org.sgdlimits.law;

import java.util.random.RandomGenerator;
import org.sgdlimits.gaussian.SemidefiniteCholesky;
import org.sgdlimits.model.Spectrum;

/**
 * Random symmetric matrices with the covariance that {@link StepCovariance#addOrthogonalSpread} states: the spread of the part of
 * a step that is orthogonal to all directions, kept at finite d only.
 *
 * <p>(1 − 1/n_b)^{1/2} L(G + Gᵀ)Lᵀ/√2 with L Lᵀ = E[e eᵀ] and G of standard normal entries has the covariance of a product of means,
 * and (2/n_b)^{1/2} times a sampled e eᵀ noise that of a single sample. Scratch; cost p⁴ a block.
 */
final class OrthogonalNoise {

    private final OrderParameters layout;
    private final Spectrum spectrum;
    private final StepTerms terms;
    private final double batch;
    private final SemidefiniteCholesky factor;

    OrthogonalNoise(OrderParameters layout, Spectrum spectrum, StepTerms terms, long batch) {
        this.layout = layout;
        this.spectrum = spectrum;
        this.terms = terms;
        this.batch = batch;
        factor = new SemidefiniteCholesky(layout.students());
    }

    /**
     * Adds a draw to the entries of every Q_b.
     *
     * @param rate γ
     * @param products E[e eᵀ]
     * @param sampledProducts a draw of mean zero with covariance E[e_j e_l e_m e_n]
     */
    void add(double rate, double[][] products, double[][] sampledProducts, RandomGenerator random, double[] out) {
        int p = layout.students();
        factor.factor(products);
        for (int b = 0; b < layout.blocks(); b++) {
            double amplitude = rate
                    * rate
                    / (spectrum.dimension() * batch)
                    * spectrum.eigenvalue(b)
                    * Math.sqrt(terms.orthogonalDimension(b));
            for (int a = 0; a < p; a++) {
                for (int c = 0; c < p; c++) {
                    addOuter(b, a, c, amplitude * Math.sqrt((1 - 1 / batch) / 2) * random.nextGaussian(), out);
                }
            }
            for (int j = 0; j < p; j++) {
                for (int l = j; l < p; l++) {
                    out[layout.q(b, j, l)] += amplitude * Math.sqrt(2 / batch) * sampledProducts[j][l];
                }
            }
        }
    }

    /** Adds the part of L(G + Gᵀ)Lᵀ that comes from one entry of G. */
    private void addOuter(int b, int a, int c, double entry, double[] out) {
        double[][] lower = factor.lower();
        for (int j = 0; j < lower.length; j++) {
            for (int l = j; l < lower.length; l++) {
                out[layout.q(b, j, l)] += entry * (lower[j][a] * lower[l][c] + lower[l][a] * lower[j][c]);
            }
        }
    }
}
