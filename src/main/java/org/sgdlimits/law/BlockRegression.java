package org.sgdlimits.law;

import org.sgdlimits.gaussian.PseudoInverse;
import org.sgdlimits.model.Spectrum;

/**
 * The fields of each spectral block given all of them together. They are jointly Gaussian, so that
 *
 * <pre>
 *   x_b = R_b x + rest,   R_b = λ_b Ω_b Ω⁺,   Cov(rest_b, rest_c) = C_bc = δ_bc λ_b Ω_b − R_b Ω R_cᵀ,
 * </pre>
 *
 * the rest independent of x. Expectations over x alone, p + k fields however many blocks there are, therefore give everything:
 * E[x_b e] = R_b E[x e] = λ_b Ω_b A with A = Ω⁺ E[x e], which is E[∂e/∂x] (Stein's lemma). With one block x_b = x. Since the range of
 * Ω_b lies in that of Ω, R_bᵀ Ω_b⁺ R_b = λ_b Ω⁺ R_b, E[rest_bᵀ Ω_b⁺ rest_b] = λ_b (rank Ω_b − tr R_b) and
 * tr(Ω_b⁺ C_bc Ω_c⁺ C_cb) = λ_b λ_c tr(R_b R_c) for b ≠ c. Scratch; cost B (p + k)³ with {@link #conditional}, else (p + k)³.
 */
final class BlockRegression {

    private final Spectrum spectrum;
    private final int fields;
    private final int blocks;
    private final PseudoInverse pseudoInverse;
    private final PseudoInverse ofBlock;
    private final int[] rank;
    private Overlaps state;

    /** Ω⁺, valid after {@link #at}. */
    double[][] inverse;

    /** R_b, [block][p + k][p + k], valid after {@link #conditional}; the identity where there is one block. */
    final double[][][] weights;

    BlockRegression(OrderParameters layout, Spectrum spectrum) {
        this.spectrum = spectrum;
        blocks = layout.blocks();
        fields = layout.students() + layout.teachers();
        pseudoInverse = new PseudoInverse(fields);
        ofBlock = new PseudoInverse(fields);
        rank = new int[blocks];
        weights = new double[blocks][fields][fields];
        inverse = new double[0][];
        for (int a = 0; blocks == 1 && a < fields; a++) {
            weights[0][a][a] = 1;
        }
    }

    /** Whether the whole and the one block are the same. */
    boolean isTrivial() {
        return blocks == 1;
    }

    /** Prepares Ω⁺ at a state. */
    void at(Overlaps overlaps) {
        state = overlaps;
        inverse = pseudoInverse.of(overlaps.omega);
    }

    /** Prepares R_b and the ranks besides. */
    void conditional(Overlaps overlaps) {
        at(overlaps);
        for (int b = 0; b < blocks; b++) {
            if (isTrivial()) {
                rank[b] = pseudoInverse.rank();
                continue;
            }
            ofBlock.of(overlaps.gram[b]);
            rank[b] = ofBlock.rank();
            for (int a = 0; a < fields; a++) {
                for (int c = 0; c < fields; c++) {
                    weights[b][a][c] = spectrum.eigenvalue(b) * StepTerms.dot(overlaps.gram[b][a], inverse[c]);
                }
            }
        }
    }

    /** Writes A = Ω⁺ E[x e], [p + k][p]. */
    void slope(double[][] mean, double[][] out) {
        slope(inverse, mean, out);
    }

    /** Writes Ω⁺ E[x e] for an Ω⁺ at hand. */
    static void slope(double[][] inverse, double[][] mean, double[][] out) {
        for (int a = 0; a < out.length; a++) {
            for (int j = 0; j < out[a].length; j++) {
                double sum = 0;
                for (int c = 0; c < out.length; c++) {
                    sum += inverse[a][c] * mean[c][j];
                }
                out[a][j] = sum;
            }
        }
    }

    /** The rank of Ω_b. */
    int rank(int block) {
        return rank[block];
    }

    /** E[rest_bᵀ Ω_b⁺ rest_b]. */
    double restSquare(int block) {
        return isTrivial() ? 0 : spectrum.eigenvalue(block) * (rank[block] - trace(weights[block]));
    }

    /** tr(Ω_b⁺ C_bc Ω_c⁺ C_cb). */
    double restSquareProduct(int b, int c) {
        if (isTrivial()) {
            return 0;
        }
        double product = 0;
        for (int a = 0; a < fields; a++) {
            for (int e = 0; e < fields; e++) {
                product += weights[b][a][e] * weights[c][e][a];
            }
        }
        double own = b == c ? rank[b] - 2 * trace(weights[b]) : 0;
        return spectrum.eigenvalue(b) * spectrum.eigenvalue(c) * (own + product);
    }

    /** E[(leftᵀ rest_b)(rest_cᵀ right)] = leftᵀ C_bc right. */
    double restCovariance(int b, double[] left, int c, double[] right) {
        if (isTrivial()) {
            return 0;
        }
        double sum = 0;
        for (int a = 0; a < fields; a++) {
            if (left[a] == 0) {
                continue;
            }
            double row = b == c ? spectrum.eigenvalue(b) * StepTerms.dot(state.gram[b][a], right) : 0;
            for (int e = 0; e < fields; e++) {
                row -= weights[b][a][e] * spectrum.eigenvalue(c) * StepTerms.dot(state.gram[c][e], right);
            }
            sum += left[a] * row;
        }
        return sum;
    }

    private static double trace(double[][] matrix) {
        double sum = 0;
        for (int i = 0; i < matrix.length; i++) {
            sum += matrix[i][i];
        }
        return sum;
    }
}
