package org.sgdlimits.law;

import java.util.Arrays;
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
 *   ξ_b²      = γ⁻² times the last terms of all ξ_Q,b,jj, the sample's part of ‖G‖²/d             (AdaGrad-norm)
 * </pre>
 *
 * At finite d and batch the last term is (THEORY §2, "At finite d and finite batch"; Stein's lemma block by block)
 *
 * <pre>
 *   (γ/d) [ (1/n_b) e_j e_l (λ_b (d_b − r_b) + t_{b,j}ᵀ Ω_b⁺ t_{b,l}) + (1 − 1/n_b) w_{b,j}ᵀ Ω_b⁺ w_{b,l} ],   w = E[e t],
 * </pre>
 *
 * where for the covariance the product of means is replaced by its linearisation e_j t_jᵀ Ω⁺ w_l + e_l t_lᵀ Ω⁺ w_j. As
 * w_{b,j} = Ω_b D_{b,j} with D_{b,j} = λ_b A_j − c E[e_j λ_j] ε_j (A of {@link BlockRegression}), no Ω_b⁺ is needed for it. Scratch of
 * one solve. Cost a sample: p² B (p+k) at finite d, p (p+k) B otherwise.
 */
final class StepTerms {

    private final OrderParameters layout;
    private final Spectrum spectrum;
    private final TrainingRule rule;
    private final double dimension;
    private final int students;
    private final int fields;
    private final double tangent;
    private final double[][] slope;
    private final double[][][] tangentMean;
    private final double[][][] dualMean;
    /** λ_b d_b/d. */
    private final double[] leadingWeight;

    private final double[][] tangentField;
    /** Σ_b λ_b Ω⁺ R_b, and what else {@link #norm} is made of. */
    private final double[][] normMatrix;

    private final double[][] normVector;
    private final double[] squaredNorm;
    private double normConstant;
    private Overlaps state;
    private double rate;
    private double parameterRatio;
    private boolean finite;

    /** How the blocks' fields follow from all of them. */
    final BlockRegression regression;

    StepTerms(OrderParameters layout, Spectrum spectrum, TrainingRule rule) {
        this.layout = layout;
        this.spectrum = spectrum;
        this.rule = rule;
        dimension = spectrum.dimension();
        students = layout.students();
        fields = students + layout.teachers();
        tangent = rule.kind() == TrainingRule.Kind.SPHERICAL ? 1 : 0;
        int blocks = layout.blocks();
        regression = new BlockRegression(layout, spectrum);
        slope = new double[fields][students];
        tangentMean = new double[blocks][students][fields];
        dualMean = new double[blocks][students][fields];
        leadingWeight = new double[blocks];
        Arrays.setAll(leadingWeight, b -> spectrum.eigenvalue(b) * spectrum.weight(b));
        tangentField = new double[students][fields];
        normMatrix = new double[fields][fields];
        normVector = new double[students][fields];
        squaredNorm = new double[students];
    }

    /**
     * The weight 1/n_b of a sample's own second-order term; zero for rules without samples, whose batch is infinite, and at
     * leading order where the term vanishes as d → ∞.
     */
    private double inverseBatch() {
        if (!finite) {
            return leadingInverseBatch(rule);
        }
        return rule.kind().drawsSamples() ? 1.0 / rule.batch() : 0;
    }

    /** The same at leading order. */
    static double leadingInverseBatch(TrainingRule rule) {
        boolean vanishes = rule.scaling().variance() == DimensionScaling.Fate.VANISHES;
        return rule.kind().drawsSamples() && !vanishes ? 1.0 / rule.batch() : 0;
    }

    /**
     * Prepares for a state with the moments of its error signal.
     *
     * @param presentRate γ
     * @param parameterRate γ_θ
     * @param withFiniteTerms whether the finite-d terms are kept
     */
    void at(Overlaps overlaps, double presentRate, double parameterRate, MeanSignal mean, boolean withFiniteTerms) {
        state = overlaps;
        rate = presentRate;
        parameterRatio = layout.parameters() == 0 ? 0 : parameterRate / rate;
        finite = withFiniteTerms;
        if (finite) {
            regression.conditional(overlaps);
        } else if (!regression.isTrivial()) {
            regression.at(overlaps);
        }
        if (finite || !regression.isTrivial()) {
            regression.slope(mean.field, slope);
        }
        for (int j = 0; j < students; j++) {
            double radial = tangent * mean.field[j][j];
            for (int b = 0; b < tangentMean.length; b++) {
                for (int a = 0; a < fields; a++) {
                    double own = regression.isTrivial() ? mean.field[a][j] : blockMean(b, a, j);
                    tangentMean[b][j][a] = own - radial * state.gram[b][j][a];
                    dualMean[b][j][a] = spectrum.eigenvalue(b) * slope[a][j];
                }
                dualMean[b][j][j] -= radial;
            }
        }
    }

    /** E[x_b,a e_j] = λ_b (Ω_b A)_aj. */
    private double blockMean(int b, int a, int j) {
        double sum = 0;
        for (int c = 0; c < fields; c++) {
            sum += state.gram[b][a][c] * slope[c][j];
        }
        return spectrum.eigenvalue(b) * sum;
    }

    /**
     * Writes E[e_j e_l t_jᵀ Ω_b⁺ t_l] by block, at finite d.
     *
     * @param squares E[e_j e_l x_a x_c], [j][l][a][c] for l ≥ j
     * @param products E[e_j e_l]
     */
    void parallel(double[][][][] squares, double[][] products, double[][][] out) {
        for (int b = 0; b < out.length; b++) {
            double[][] weights = regression.weights[b];
            double rest = regression.restSquare(b);
            for (int j = 0; j < students; j++) {
                for (int l = j; l < students; l++) {
                    double[][] square = squares[j][l];
                    double sum = 0;
                    for (int a = 0; a < fields; a++) {
                        for (int c = 0; c < fields; c++) {
                            sum += square[a][c] * dualWeight(b, a, c);
                        }
                    }
                    if (tangent != 0) {
                        sum += state.gram[b][j][l] * square[j][l]
                                - dot(weights[j], square[j])
                                - dotColumn(weights[l], square, l);
                    }
                    out[b][j][l] = sum + rest * products[j][l];
                }
            }
        }
    }

    /** Adds weight · e_j e_l t_jᵀ Ω⁺ t_l of a sample, for l ≥ j, where there is one block. */
    void addParallel(BlockFields sample, double[] e, double weight, double[][] into) {
        for (int j = 0; j < students; j++) {
            for (int l = j; l < students; l++) {
                into[j][l] += weight * e[j] * e[l] * tangentSquare(sample, 0, j, l);
            }
        }
    }

    /** (R_bᵀ Ω_b⁺ R_b)_ac = λ_b (Ω⁺ R_b)_ac. */
    private double dualWeight(int b, int a, int c) {
        return spectrum.eigenvalue(b) * dotColumn(regression.inverse[a], regression.weights[b], c);
    }

    private static double dotColumn(double[] row, double[][] matrix, int column) {
        double sum = 0;
        for (int i = 0; i < row.length; i++) {
            sum += row[i] * matrix[i][column];
        }
        return sum;
    }

    /** The mean of ξ; {@code parallel} is E[e_j e_l t_jᵀ Ω_b⁺ t_l] by block, read at finite d only. */
    void mean(MeanSignal signal, double[][][] parallel, double[] out) {
        for (int i = 0; i < signal.parameter.length; i++) {
            out[i] = parameterRatio * signal.parameter[i];
        }
        double own = inverseBatch();
        double square = 0;
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
                    square += j == l ? quadratic : 0;
                }
            }
        }
        accumulate(square, out);
    }

    private void accumulate(double square, double[] out) {
        if (layout.accumulates()) {
            out[layout.accumulated()] = square / (rate * rate);
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

    /** Writes ξ of a sample. */
    void sample(BlockFields sample, double[] e, double[] h, double[] out) {
        double own = inverseBatch();
        double ownRate = own * rate;
        double square = 0;
        for (int i = 0; i < h.length; i++) {
            out[i] = parameterRatio * h[i];
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
                        double norm = orthogonalWeight(b) + tangentSquare(sample, b, j, l);
                        double cross = e[j] * dot(tangentField[j], dualMean[b][l])
                                + e[l] * dot(tangentField[l], dualMean[b][j]);
                        quadratic = rate / dimension * (own * e[j] * e[l] * norm + (1 - own) * cross);
                    } else {
                        quadratic = ownRate * leadingWeight[b] * e[j] * e[l];
                    }
                    out[layout.q(b, j, l)] = linear + quadratic;
                    square += j == l ? quadratic : 0;
                }
            }
        }
        accumulate(square, out);
    }

    /** Prepares {@link #norm}, where {@link #at} has the finite-d terms: cost B (p + k)³. */
    void prepareNorms() {
        normConstant = 0;
        for (double[] row : normMatrix) {
            Arrays.fill(row, 0);
        }
        for (int j = 0; j < students; j++) {
            Arrays.fill(normVector[j], 0);
            squaredNorm[j] = 0;
        }
        for (int b = 0; b < tangentMean.length; b++) {
            double[][] weights = regression.weights[b];
            normConstant += orthogonalWeight(b) + regression.restSquare(b);
            for (int a = 0; a < fields; a++) {
                for (int c = 0; c < fields; c++) {
                    normMatrix[a][c] += dualWeight(b, a, c);
                }
            }
            for (int j = 0; j < students; j++) {
                for (int c = 0; c < fields; c++) {
                    normVector[j][c] += dotColumn(dualMean[b][j], weights, c);
                }
                normVector[j][j] -= tangent * dot(state.gram[b][j], dualMean[b][j]);
                squaredNorm[j] += state.gram[b][j][j];
            }
        }
    }

    /** ν_a = Σ_b ξ_Q,b,aa given all fields, at finite d. */
    double norm(int a, double[] x, double[] e) {
        double own = inverseBatch();
        double radial = tangent * x[a] * x[a];
        double square = normConstant - radial * (2 - squaredNorm[a]);
        for (int c = 0; c < fields; c++) {
            square += x[c] * dot(normMatrix[c], x);
        }
        double linear = 2 * e[a] * (x[a] - tangent * x[a] * squaredNorm[a]);
        return linear + rate / dimension * (own * e[a] * e[a] * square + (1 - own) * 2 * e[a] * dot(normVector[a], x));
    }

    /**
     * The mean of ξ, at finite d, with the moments of the error signal weighted as given and the product of means in its linearisation.
     *
     * @param parallel scratch, [block][p][p]
     */
    void linear(WeightedSignal moments, double[][][] parallel, double[] out) {
        parallel(moments.square, moments.product, parallel);
        for (int i = 0; i < moments.parameter.length; i++) {
            out[i] = parameterRatio * moments.parameter[i];
        }
        double own = inverseBatch();
        for (int b = 0; b < tangentMean.length; b++) {
            for (int j = 0; j < students; j++) {
                for (int a = 0; a < fields; a++) {
                    tangentField[j][a] = dotColumn(regression.weights[b][a], moments.field, j)
                            - tangent * moments.field[j][j] * state.gram[b][j][a];
                }
            }
            for (int j = 0; j < students; j++) {
                for (int r = students; r < fields; r++) {
                    out[layout.m(b, j, r - students)] = tangentField[j][r];
                }
                for (int l = j; l < students; l++) {
                    double sample = orthogonalWeight(b) * moments.product[j][l] + parallel[b][j][l];
                    double cross = dot(tangentField[j], dualMean[b][l]) + dot(tangentField[l], dualMean[b][j]);
                    out[layout.q(b, j, l)] = tangentField[j][l]
                            + tangentField[l][j]
                            + rate / dimension * (own * sample + (1 - own) * cross);
                }
            }
        }
    }

    /** γ/d. */
    double step() {
        return rate / dimension;
    }

    /** 1/n_b. */
    double ownWeight() {
        return inverseBatch();
    }

    /** A_aj. */
    double slope(int a, int j) {
        return slope[a][j];
    }

    /** t_jᵀ Ω_b⁺ t_l. */
    private double tangentSquare(BlockFields sample, int b, int j, int l) {
        double[] x = sample.block[b];
        double[] whole = sample.whole;
        return sample.square[b]
                - tangent * (whole[j] * x[j] + whole[l] * x[l] - whole[j] * whole[l] * state.gram[b][j][l]);
    }

    private void loadTangentFields(BlockFields sample, int b) {
        double[] x = sample.block[b];
        for (int j = 0; j < students; j++) {
            double radial = tangent * sample.whole[j];
            for (int a = 0; a < fields; a++) {
                tangentField[j][a] = x[a] - radial * state.gram[b][j][a];
            }
        }
    }

    /**
     * How ξ of a sample, given x, moves with the rest of x_b ({@link BlockRegression}): ∂ξ_i/∂rest_b for every entry i of block b.
     *
     * @param out [entry][p + k]; rows of θ are left as they are
     */
    void restSlopes(BlockFields sample, double[] e, double[][] out) {
        double own = inverseBatch();
        for (int b = 0; b < tangentMean.length; b++) {
            for (int j = 0; j < students; j++) {
                for (int r = students; r < fields; r++) {
                    double[] row = out[layout.m(b, j, r - students)];
                    Arrays.fill(row, 0);
                    row[r] = e[j];
                }
                for (int l = j; l < students; l++) {
                    double[] row = out[layout.q(b, j, l)];
                    Arrays.fill(row, 0);
                    row[l] += e[j];
                    row[j] += e[l];
                    if (finite) {
                        addFiniteSlopes(sample, b, j, l, e, own, row);
                    }
                }
            }
        }
    }

    private void addFiniteSlopes(BlockFields sample, int b, int j, int l, double[] e, double own, double[] row) {
        double step = rate / dimension;
        double product = step * own * e[j] * e[l];
        for (int a = 0; a < fields; a++) {
            row[a] += step * (1 - own) * (e[j] * dualMean[b][l][a] + e[l] * dualMean[b][j][a]);
            row[a] += 2 * product * spectrum.eigenvalue(b) * dot(regression.inverse[a], sample.whole);
        }
        row[j] -= product * tangent * sample.whole[j];
        row[l] -= product * tangent * sample.whole[l];
    }

    /** The coefficient of rest_bᵀ Ω_b⁺ rest_b in ξ of an entry of Q; 0 to leading order. */
    double restSquareWeight() {
        return finite ? rate / dimension * inverseBatch() : 0;
    }

    /**
     * λ_b (d_b − r_b), r_b the rank of Ω_b. Negative where the rank of mean overlaps exceeds d_b, which that of vectors cannot: in the
     * sum with x_bᵀ Ω_b⁺ x_b, of mean λ_b r_b, only λ_b d_b is left of either.
     */
    private double orthogonalWeight(int b) {
        return spectrum.eigenvalue(b) * (spectrum.multiplicity(b) - (double) regression.rank(b));
    }

    /** d_b − r_b, the degrees of freedom of what is orthogonal to all directions; 0 where mean overlaps leave none. */
    double orthogonalDimension(int b) {
        return Math.max(0, spectrum.multiplicity(b) - (double) regression.rank(b));
    }

    static double dot(double[] left, double[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }
}
