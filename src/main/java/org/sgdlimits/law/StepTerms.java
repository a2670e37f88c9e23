package org.sgdlimits.law;

import java.util.Arrays;
import org.sgdlimits.gaussian.PseudoInverse;
import org.sgdlimits.model.DimensionScaling;
import org.sgdlimits.model.Spectrum;
import org.sgdlimits.model.TrainingRule;

/**
 * What one sample adds to the overlaps before any normalisation, in units of γ/d, and its mean.
 *
 * <p>With the sample's tangent fields t_{b,j} = x_b − c λ_j Ω_b[j,·] (c = 1 for the spherical rule, 0 otherwise):
 *
 * <pre>
 *   ξ_θ       = (γ_θ/γ) h
 *   ξ_M,b,jr  = e_j t_{b,j}[r]
 *   ξ_Q,b,jl  = e_j t_{b,j}[l] + e_l t_{b,l}[j] + (γ/n_b) λ_b (d_b/d) e_j e_l                    (leading order)
 * </pre>
 *
 * At finite d and batch the last term is (THEORY §2, "At finite d and finite batch"; Stein's lemma block by block)
 *
 * <pre>
 *   (γ/d) [ (1/n_b) e_j e_l (λ_b (d_b − r_b) + t_{b,j}ᵀ Ω_b⁺ t_{b,l}) + (1 − 1/n_b) w_{b,j}ᵀ Ω_b⁺ w_{b,l} ],   w = E[e t],
 * </pre>
 *
 * where for the covariance the product of means is replaced by its linearisation e_j t_jᵀ Ω⁺ w_l + e_l t_lᵀ Ω⁺ w_j. Scratch
 * of one solve. Cost a sample: p² (p+k) B at finite d, p (p+k) B otherwise.
 */
final class StepTerms {

    private final OrderParameters layout;
    private final Spectrum spectrum;
    private final TrainingRule rule;
    private final double dimension;
    private final int students;
    private final int fields;
    private final double tangent;
    private final PseudoInverse[] pseudoInverses;
    private final double[][][] inverse;
    private final double[][][] tangentMean;
    private final double[][][] dualMean;
    /** λ_b d_b/d. */
    private final double[] leadingWeight;

    private final double[][] tangentField;
    private final double[][] dualField;
    private Overlaps state;
    private double rate;
    private double parameterRatio;
    private boolean finite;

    StepTerms(OrderParameters layout, Spectrum spectrum, TrainingRule rule) {
        this.layout = layout;
        this.spectrum = spectrum;
        this.rule = rule;
        dimension = spectrum.dimension();
        students = layout.students();
        fields = students + layout.teachers();
        tangent = rule.kind() == TrainingRule.Kind.SPHERICAL ? 1 : 0;
        int blocks = layout.blocks();
        pseudoInverses = new PseudoInverse[blocks];
        Arrays.setAll(pseudoInverses, b -> new PseudoInverse(fields));
        inverse = new double[blocks][][];
        tangentMean = new double[blocks][students][fields];
        dualMean = new double[blocks][students][fields];
        leadingWeight = new double[blocks];
        Arrays.setAll(leadingWeight, b -> spectrum.eigenvalue(b) * (spectrum.multiplicity(b) / dimension));
        tangentField = new double[students][fields];
        dualField = new double[students][fields];
    }

    /**
     * The weight 1/n_b of a sample's own second-order term; zero for rules without samples, whose batch is infinite, and at
     * leading order where the term vanishes as d → ∞.
     */
    private double inverseBatch() {
        boolean vanishes = !finite && rule.scaling().variance() == DimensionScaling.Fate.VANISHES;
        return rule.kind().drawsSamples() && !vanishes ? 1.0 / rule.batch() : 0;
    }

    /** Prepares for a state with the moments of its error signal; {@code withFiniteTerms} keeps the finite-d terms. */
    void at(Overlaps overlaps, double tau, MeanSignal mean, boolean withFiniteTerms) {
        state = overlaps;
        rate = rule.learningRate().rate(tau);
        parameterRatio = layout.parameters() == 0 ? 0 : rule.parameterRate().rate(tau) / rate;
        finite = withFiniteTerms;
        for (int b = 0; b < tangentMean.length; b++) {
            if (finite) {
                inverse[b] = pseudoInverses[b].of(state.gram[b]);
            }
            for (int j = 0; j < students; j++) {
                double radial = 0;
                for (int c = 0; tangent != 0 && c < tangentMean.length; c++) {
                    radial += mean.field[c][j][j];
                }
                for (int a = 0; a < fields; a++) {
                    tangentMean[b][j][a] = mean.field[b][a][j] - tangent * radial * state.gram[b][j][a];
                }
                if (finite) {
                    multiply(inverse[b], tangentMean[b][j], dualMean[b][j]);
                }
            }
        }
    }

    /** The mean of ξ; {@code parallel} is E[e_j e_l t_jᵀ Ω_b⁺ t_l] by block, read at finite d only. */
    void mean(MeanSignal signal, double[][][] parallel, double[] out) {
        for (int i = 0; i < signal.parameter.length; i++) {
            out[i] = parameterRatio * signal.parameter[i];
        }
        double own = inverseBatch();
        for (int b = 0; b < tangentMean.length; b++) {
            for (int j = 0; j < students; j++) {
                for (int r = students; r < fields; r++) {
                    out[layout.m(b, j, r - students)] = tangentMean[b][j][r];
                }
                for (int l = j; l < students; l++) {
                    double linear = tangentMean[b][j][l] + tangentMean[b][l][j];
                    double quadratic;
                    if (finite) {
                        double sample = orthogonalWeight(b) * signal.product[j][l] + parallel[b][j][l];
                        quadratic =
                                rate / dimension * (own * sample + (1 - own) * dot(tangentMean[b][j], dualMean[b][l]));
                    } else {
                        quadratic = own * rate * leadingWeight[b] * signal.product[j][l];
                    }
                    out[layout.q(b, j, l)] = linear + quadratic;
                }
            }
        }
    }

    /**
     * Sizes of the parts of d(M, Q)/dτ: the Euclidean norms over the entries of M and of Q with j ≤ l of γ times the linear part,
     * of (γ²/n_b) λ_b (d_b/d) E[e_j e_l], and of (γ²/d)(1 − 1/n_b) w_jᵀ Ω_b⁺ w_l. Asks for {@link #at} with the finite-d terms.
     */
    StepSizes sizes(MeanSignal signal) {
        double own = inverseBatch();
        double linear = 0;
        double variance = 0;
        double product = 0;
        for (int b = 0; b < tangentMean.length; b++) {
            for (int j = 0; j < students; j++) {
                for (int r = students; r < fields; r++) {
                    linear += tangentMean[b][j][r] * tangentMean[b][j][r];
                }
                for (int l = j; l < students; l++) {
                    double entry = tangentMean[b][j][l] + tangentMean[b][l][j];
                    linear += entry * entry;
                    entry = own * leadingWeight[b] * signal.product[j][l];
                    variance += entry * entry;
                    entry = (1 - own) * dot(tangentMean[b][j], dualMean[b][l]) / dimension;
                    product += entry * entry;
                }
            }
        }
        return new StepSizes(
                rate * Math.sqrt(linear), rate * rate * Math.sqrt(variance), rate * rate * Math.sqrt(product));
    }

    /** ξ of the sample that is loaded and evaluated. */
    void sample(FieldSamples sample, double[] out) {
        double[] e = sample.signal;
        double own = inverseBatch();
        double ownRate = own * rate;
        for (int i = 0; i < sample.parameterSignal.length; i++) {
            out[i] = parameterRatio * sample.parameterSignal[i];
        }
        for (int b = 0; b < tangentMean.length; b++) {
            loadTangentFields(sample, b);
            for (int j = 0; j < students; j++) {
                for (int r = students; r < fields; r++) {
                    out[layout.m(b, j, r - students)] = e[j] * tangentField[j][r];
                }
                for (int l = j; l < students; l++) {
                    double linear = e[j] * tangentField[j][l] + e[l] * tangentField[l][j];
                    double quadratic;
                    if (finite) {
                        double norm = orthogonalWeight(b) + dot(tangentField[j], dualField[l]);
                        double cross = e[j] * dot(tangentField[j], dualMean[b][l])
                                + e[l] * dot(tangentField[l], dualMean[b][j]);
                        quadratic = rate / dimension * (own * e[j] * e[l] * norm + (1 - own) * cross);
                    } else {
                        quadratic = ownRate * leadingWeight[b] * e[j] * e[l];
                    }
                    out[layout.q(b, j, l)] = linear + quadratic;
                }
            }
        }
    }

    /** Adds weight · e_j e_l t_jᵀ Ω_b⁺ t_l of the loaded sample; finite d only. */
    void addParallel(FieldSamples sample, double weight, double[][][] into) {
        for (int b = 0; b < into.length; b++) {
            loadTangentFields(sample, b);
            for (int j = 0; j < students; j++) {
                for (int l = j; l < students; l++) {
                    into[b][j][l] += weight * sample.signal[j] * sample.signal[l] * dot(tangentField[j], dualField[l]);
                }
            }
        }
    }

    private void loadTangentFields(FieldSamples sample, int b) {
        double[] x = sample.blockField[b];
        for (int j = 0; j < students; j++) {
            double radial = tangent * sample.field[j];
            for (int a = 0; a < fields; a++) {
                tangentField[j][a] = x[a] - radial * state.gram[b][j][a];
            }
            if (finite) {
                multiply(inverse[b], tangentField[j], dualField[j]);
            }
        }
    }

    /** λ_b (d_b − r_b), r_b the rank of Ω_b. */
    private double orthogonalWeight(int b) {
        return spectrum.eigenvalue(b) * orthogonalDimension(b);
    }

    /** d_b − r_b; 0 where the rank of mean overlaps exceeds d_b, which that of vectors cannot. */
    double orthogonalDimension(int b) {
        return Math.max(0, spectrum.multiplicity(b) - (double) pseudoInverses[b].rank());
    }

    private static void multiply(double[][] matrix, double[] vector, double[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = dot(matrix[i], vector);
        }
    }

    static double dot(double[] left, double[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }
}
