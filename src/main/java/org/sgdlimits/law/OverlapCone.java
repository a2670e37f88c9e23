package org.sgdlimits.law;

import java.util.Arrays;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;
import org.sgdlimits.gaussian.PseudoInverse;
import org.sgdlimits.gaussian.SemidefiniteCholesky;
import org.sgdlimits.model.Spectrum;

/**
 * The cone of overlaps that vectors can have: every Ω_b positive semidefinite.
 *
 * <p>P_b is fixed, so Ω_b is in the cone exactly when the Schur complement Q_b − M_b P_b⁺ M_bᵀ is positive semidefinite. A
 * state outside goes to the boundary by setting the complement's negative eigenvalues to zero, the nearest complement in
 * Frobenius norm; on the sphere the students are normalised after that, which keeps the sign of every eigenvalue. An Euler
 * step of the SDE can leave the cone; SGD never does.
 *
 * <p>In a block of d_b < p + k directions the overlaps of vectors have low rank, and Euler steps leave that set by their nature:
 * (u + δ)² is not u² + 2uδ + E δ². Among several blocks such a one is left alone. Expectations know the sum of the blocks, whose mean and
 * noise are right as they are; to bring every Q_b back to its M_b would replace what e² adds to it, with its fluctuation, by δ², and
 * make the risk's variance too large by a quarter and more.
 */
final class OverlapCone {

    /** Relative size below which a negative eigenvalue is rounding. */
    private static final double TOLERANCE = 1e-12;

    private final OrderParameters layout;
    private final Spectrum spectrum;
    private final boolean unitNorm;
    private final PseudoInverse pseudoInverse;
    private final SemidefiniteCholesky cholesky;
    private final double[][] teacher;
    private final double[][] explained;
    private final double[][] complement;

    OverlapCone(OrderParameters layout, Spectrum spectrum, boolean unitNorm) {
        this.layout = layout;
        this.spectrum = spectrum;
        this.unitNorm = unitNorm;
        int p = layout.students();
        int k = layout.teachers();
        pseudoInverse = new PseudoInverse(k);
        cholesky = new SemidefiniteCholesky(p);
        teacher = new double[k][k];
        explained = new double[p][p];
        complement = new double[p][p];
    }

    /** Moves a state that has left the cone to its boundary; whether it had. */
    boolean restore(Overlaps state, double[] s) {
        boolean moved = false;
        for (int b = 0; b < state.gram.length; b++) {
            if (state.gram.length == 1 || spectrum.weight(b) * spectrum.dimension() >= state.omega.length) {
                moved |= restoreBlock(state.gram[b]);
            }
        }
        if (moved) {
            if (unitNorm) {
                normalise(state);
            }
            layout.pack(state.parameters, state.gram, s);
        }
        return moved;
    }

    private boolean restoreBlock(double[][] gram) {
        int p = complement.length;
        int k = teacher.length;
        for (int r = 0; r < k; r++) {
            System.arraycopy(gram[p + r], p, teacher[r], 0, k);
        }
        double[][] inverse = pseudoInverse.of(teacher);
        for (int j = 0; j < p; j++) {
            for (int l = 0; l < p; l++) {
                double sum = 0;
                for (int r = 0; r < k; r++) {
                    for (int q = 0; q < k; q++) {
                        sum += gram[j][p + r] * inverse[r][q] * gram[l][p + q];
                    }
                }
                explained[j][l] = sum;
                complement[j][l] = gram[j][l] - sum;
            }
        }
        double scale = scale(gram);
        if (!suspect(scale)) {
            return false;
        }
        EigenDecompositionSymmetric eigen = new EigenDecompositionSymmetric(new Array2DRowRealMatrix(complement, true));
        if (Arrays.stream(eigen.getEigenvalues()).min().orElse(0) >= -TOLERANCE * scale) {
            return false;
        }
        RealMatrix vectors = eigen.getV();
        for (int j = 0; j < p; j++) {
            for (int l = 0; l < p; l++) {
                double sum = explained[j][l];
                for (int i = 0; i < p; i++) {
                    sum += Math.max(eigen.getEigenvalue(i), 0) * vectors.getEntry(j, i) * vectors.getEntry(l, i);
                }
                gram[j][l] = sum;
            }
        }
        return true;
    }

    /** The size of the overlaps that the complement came from, to which rounding is relative. */
    private double scale(double[][] gram) {
        double scale = 0;
        for (int j = 0; j < complement.length; j++) {
            scale = Math.max(scale, Math.max(Math.abs(gram[j][j]), explained[j][j]));
        }
        return scale;
    }

    /** Whether the complement differs from its factor's product, as it does when an eigenvalue is negative. */
    private boolean suspect(double scale) {
        cholesky.factor(complement);
        double[][] lower = cholesky.lower();
        for (int i = 0; i < complement.length; i++) {
            for (int j = 0; j <= i; j++) {
                double product = 0;
                for (int c = 0; c <= j; c++) {
                    product += lower[i][c] * lower[j][c];
                }
                if (Math.abs(product - complement[i][j]) > TOLERANCE * scale) {
                    return true;
                }
            }
        }
        return false;
    }

    private void normalise(Overlaps state) {
        int p = complement.length;
        int n = p + teacher.length;
        for (int j = 0; j < p; j++) {
            double norm = 0;
            for (double[][] gram : state.gram) {
                norm += gram[j][j];
            }
            double factor = 1 / Math.sqrt(norm);
            for (double[][] gram : state.gram) {
                for (int a = 0; a < n; a++) {
                    gram[j][a] *= factor;
                    gram[a][j] *= factor;
                }
            }
        }
    }
}
