package org.sgdlimits.law;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.sgdlimits.gaussian.FieldNodes;
import org.sgdlimits.gaussian.FieldQuadrature;
import org.sgdlimits.gaussian.SemidefiniteCholesky;
import org.sgdlimits.model.FieldModel;

/**
 * Random vectors with the covariance of one sample's contribution ξ, without that covariance: (N − 1)^{−1/2} Σ_i g_i (ξ_i − ξ̄)
 * with N fresh samples ξ_i of SGD's own law and g_i standard normal.
 *
 * <p>Given the samples the vector is Gaussian; its mean is zero, its covariance exactly Cov(ξ), its odd moments vanish, and its
 * fourth moments are bounded, which is what an Euler scheme of weak order 1 asks of its increments (Kloeden, Platen, Numerical
 * Solution of Stochastic Differential Equations, §14.1). It serves where the fields are too many for a quadrature of moments of
 * degree four in the error signal, smooth or kinked alike. Cost N error signals. Scratch.
 */
final class SampledNoise {

    private static final int SAMPLES = 64;

    private final Draws draws;
    private final FieldSamples samples;
    private final StepTerms terms;
    private final double[] xi;
    private final double[] mean;
    private final double[][] drawn;
    private final double[] projected;
    private RandomGenerator source;

    SampledNoise(FieldModel model, OrderParameters layout, StepTerms terms) {
        draws = new Draws(model.fields() * layout.blocks(), model.hasNoise());
        samples = new FieldSamples(model, layout, draws, FieldSamples.ALL_GROUPS);
        this.terms = terms;
        xi = new double[layout.size()];
        mean = new double[layout.size()];
        drawn = new double[SAMPLES][layout.size()];
        projected = new double[layout.size()];
    }

    /**
     * Draws at the state for which {@code terms} was prepared.
     *
     * @param products receives N^{−1/2} Σ_i g'_i e_i e_iᵀ with g' independent of g, of covariance E[e_j e_l e_m e_n]
     */
    void draw(Overlaps state, RandomGenerator random, double[] out, double[][] products) {
        source = random;
        samples.place(state);
        Arrays.fill(out, 0);
        Arrays.fill(mean, 0);
        for (double[] row : products) {
            Arrays.fill(row, 0);
        }
        double sum = 0;
        for (int i = 0; i < SAMPLES; i++) {
            samples.load(i);
            samples.evaluateSignal(state.parameters);
            terms.sample(samples, xi);
            System.arraycopy(xi, 0, drawn[i], 0, xi.length);
            double weight = random.nextGaussian();
            sum += weight;
            for (int c = 0; c < out.length; c++) {
                out[c] += weight * xi[c];
                mean[c] += xi[c];
            }
            addProducts(random.nextGaussian() / Math.sqrt(SAMPLES), samples.signal, products);
        }
        double factor = 1 / Math.sqrt(SAMPLES - 1.0);
        for (int c = 0; c < out.length; c++) {
            out[c] = factor * (out[c] - sum * mean[c] / SAMPLES);
        }
    }

    /**
     * The sample variance of a function of ξ over the samples of the last draw.
     *
     * @param function may change its argument
     */
    double variance(ToDoubleFunction<double[]> function) {
        double average = 0;
        double squares = 0;
        for (int i = 0; i < SAMPLES; i++) {
            System.arraycopy(drawn[i], 0, projected, 0, projected.length);
            double value = function.applyAsDouble(projected);
            double change = value - average;
            average += change / (i + 1);
            squares += change * (value - average);
        }
        return squares / (SAMPLES - 1);
    }

    private static void addProducts(double weight, double[] e, double[][] products) {
        for (int j = 0; j < e.length; j++) {
            for (int l = 0; l < e.length; l++) {
                products[j][l] += weight * e[j] * e[l];
            }
        }
    }

    /** Independent nodes of equal weight, new at every call. */
    private final class Draws implements FieldQuadrature {
        private final int fields;
        private final boolean noise;
        private final double[] normal;
        private final SemidefiniteCholesky cholesky;

        Draws(int fields, boolean noise) {
            cholesky = new SemidefiniteCholesky(fields);
            this.fields = fields;
            this.noise = noise;
            normal = new double[fields];
        }

        @Override
        public int fields() {
            return fields;
        }

        @Override
        public int maxNodes() {
            return SAMPLES;
        }

        @Override
        public void place(double[][] omega, FieldNodes into) {
            cholesky.factor(omega);
            double[][] lower = cholesky.lower();
            into.resize(SAMPLES);
            double[] x = into.fields();
            for (int node = 0; node < SAMPLES; node++) {
                for (int c = 0; c < fields; c++) {
                    normal[c] = source.nextGaussian();
                }
                for (int j = 0; j < fields; j++) {
                    double sum = 0;
                    for (int c = 0; c <= j; c++) {
                        sum += lower[j][c] * normal[c];
                    }
                    x[node * fields + j] = sum;
                }
                into.noise()[node] = noise ? source.nextGaussian() : 0;
                into.weights()[node] = 1.0 / SAMPLES;
            }
        }

        @Override
        public String describe() {
            return SAMPLES + " fresh samples a step";
        }

        @Override
        public FieldQuadrature companion() {
            return this;
        }

        @Override
        public int groups() {
            return 1;
        }
    }
}
