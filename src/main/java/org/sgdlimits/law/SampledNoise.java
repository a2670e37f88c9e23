package org.sgdlimits.law;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.sgdlimits.gaussian.SemidefiniteCholesky;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Spectrum;

/**
 * Random vectors with the covariance of one sample's contribution ξ, without that covariance: (N − 1)^{−1/2} Σ_i g_i (ξ_i − ξ̄)
 * with N fresh samples ξ_i of SGD's own law and g_i standard normal.
 *
 * <p>Given the samples the vector is Gaussian; its mean is zero, its covariance exactly Cov(ξ), its odd moments vanish, and its
 * fourth moments are bounded, which is what an Euler scheme of weak order 1 asks of its increments (Kloeden, Platen, Numerical
 * Solution of Stochastic Differential Equations, §14.1). It serves where the fields are too many for a quadrature of moments of
 * degree four in the error signal, smooth or kinked alike, and where there is more than one spectral block. Cost N error signals
 * and N B (p + k)². Scratch.
 */
final class SampledNoise {

    private static final int SAMPLES = 64;

    private final FieldModel model;
    private final Spectrum spectrum;
    private final StepTerms terms;
    private final SemidefiniteCholesky[] factors;
    private final BlockFields fields;
    private final double[][] teachersFirst;
    private final double[] normal;
    private final double[] signal;
    private final double[] parameterSignal;
    private final double[] xi;
    private final double[] mean;
    private final double[][] drawn;
    private final double[] projected;

    SampledNoise(FieldModel model, OrderParameters layout, Spectrum spectrum, StepTerms terms) {
        this.model = model;
        this.spectrum = spectrum;
        this.terms = terms;
        factors = new SemidefiniteCholesky[layout.blocks()];
        Arrays.setAll(factors, b -> new SemidefiniteCholesky(model.fields()));
        fields = new BlockFields(model.fields(), layout.blocks());
        teachersFirst = new double[model.fields()][model.fields()];
        normal = new double[model.fields()];
        signal = new double[model.students()];
        parameterSignal = new double[layout.parameters()];
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
        for (int b = 0; b < factors.length; b++) {
            factor(b, state.gram[b]);
        }
        Arrays.fill(out, 0);
        Arrays.fill(mean, 0);
        for (double[] row : products) {
            Arrays.fill(row, 0);
        }
        double sum = 0;
        for (int i = 0; i < SAMPLES; i++) {
            drawFields(random);
            double noise = model.hasNoise() ? random.nextGaussian() : 0;
            model.errorSignal(fields.whole, noise, state.parameters, signal, parameterSignal);
            terms.sample(fields, signal, parameterSignal, xi);
            System.arraycopy(xi, 0, drawn[i], 0, xi.length);
            double weight = random.nextGaussian();
            sum += weight;
            for (int c = 0; c < out.length; c++) {
                out[c] += weight * xi[c];
                mean[c] += xi[c];
            }
            addProducts(random.nextGaussian() / Math.sqrt(SAMPLES), signal, products);
        }
        double factor = 1 / Math.sqrt(SAMPLES - 1.0);
        for (int c = 0; c < out.length; c++) {
            out[c] = factor * (out[c] - sum * mean[c] / SAMPLES);
        }
    }

    /**
     * Teachers before students: where a block is left outside the cone ({@link OverlapCone}), what does not fit is dropped from the
     * students' fields, and the teachers keep their variance.
     */
    private void factor(int b, double[][] gram) {
        for (int i = 0; i < normal.length; i++) {
            for (int j = 0; j < normal.length; j++) {
                teachersFirst[i][j] = gram[place(i)][place(j)];
            }
        }
        factors[b].factor(teachersFirst);
    }

    /** The field that stands at a place when teachers come first. */
    private int place(int i) {
        int teachers = normal.length - signal.length;
        return i < teachers ? signal.length + i : i - teachers;
    }

    /** x_b = √λ_b F_b g with Ω_b = F_b F_bᵀ, so that x_bᵀ Ω_b⁺ x_b = λ_b ‖g‖². */
    private void drawFields(RandomGenerator random) {
        Arrays.fill(fields.whole, 0);
        for (int b = 0; b < factors.length; b++) {
            SemidefiniteCholesky factor = factors[b];
            double scale = Math.sqrt(spectrum.eigenvalue(b));
            double square = 0;
            for (int c = 0; c < normal.length; c++) {
                normal[c] = factor.active(c) ? random.nextGaussian() : 0;
                square += normal[c] * normal[c];
            }
            for (int a = 0; a < normal.length; a++) {
                double sum = 0;
                for (int c = 0; c <= a; c++) {
                    sum += factor.lower()[a][c] * normal[c];
                }
                fields.block[b][place(a)] = scale * sum;
                fields.whole[place(a)] += scale * sum;
            }
            fields.square[b] = scale * scale * square;
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
}
