package org.sgdlimits.law;

import java.util.Arrays;
import org.sgdlimits.gaussian.Arcsine;
import org.sgdlimits.model.Activation.Family;
import org.sgdlimits.model.Loss;
import org.sgdlimits.model.Network;

/**
 * The moments of a network whose activations are all erf(x/√2), by I₂, I₃, I₄ of Saad & Solla, Phys. Rev. E 52, 4225 (1995),
 * with the square roots that many of them share taken once.
 *
 * <p>With residual weights c_i (as in {@link NetworkMoments}), A(C)_im = asin(C_im/√((1 + C_ii)(1 + C_mm))) and
 * D_jl = (1 + Ω_jj)(1 + Ω_ll) − Ω_jl²:
 *
 * <pre>
 *   E[g_i g_m]       = (2/π) A(Ω)_im
 *   E[g_j' x_a 𝓔]    = (2/π) (Σ_i v_i Ω_ai − Ω_aj Σ_i v_i Ω_ij/(1 + Ω_jj)),             v_i = c_i/√D_ji
 *   E[g_j' g_l' 𝓔²]  = (2/π) D_jl^{−1/2} ((2/π) Σ_im c_i c_m A(C̃)_im + Δ)
 *   C̃_im = Ω_im − Ω_ij y_m − Ω_il z_m,   (y_m, z_m)ᵀ = (I + Ω_SS)^{−1} (Ω_jm, Ω_lm)ᵀ,   S = {j, l}
 * </pre>
 *
 * <p>The fields under the slopes' tilted law have covariance C̃, so that each (j, l) is one pass over C̃ with 1/√(1 + C̃_ii) at
 * hand. I + Ω_SS ≥ I, so nothing divides by a small number, whatever the rank of Ω and whichever indices coincide. Scratch of
 * one solve. Cost p² (p + k)²/4 arcsines and p² (p + k)/2 square roots; the risk alone (p + k)²/2 arcsines.
 */
final class ErfMoments implements FieldMoments {

    private static final double TWO_OVER_PI = 2 / Math.PI;

    private final Network network;
    private final int students;
    private final int fields;
    /** The first field whose residual weight is not zero by the loss. */
    private final int first;

    private final double factor;
    private final ResidualWeights weights;
    private final double[] residual;
    /** 1/√(1 + C_ii) of the covariance in use, Ω or C̃. */
    private final double[] root;

    private final double[] variance;
    private final double[] left;
    private final double[] right;

    ErfMoments(Network network) {
        this.network = network;
        students = network.students();
        fields = network.fields();
        weights = new ResidualWeights(network);
        residual = weights.values;
        factor = weights.factor;
        first = weights.first;
        root = new double[fields];
        variance = new double[fields];
        left = new double[fields];
        right = new double[fields];
    }

    /** Whether a network learns from a committee and all activations are erf(x/√2). */
    static boolean covers(Network network) {
        return network.studentActivation().family() == Family.ERF
                && network.committee()
                        .map(teacher -> teacher.activation().family() == Family.ERF)
                        .orElse(false);
    }

    @Override
    public void evaluate(double[][] omega, double[] parameters, boolean withProducts, MeanSignal into) {
        double[] layer = weights.load(parameters);
        for (int j = 0; j < students; j++) {
            fieldProducts(omega, j, TWO_OVER_PI * factor * layer[j], into.field);
        }
        if (into.parameter.length > 0) {
            loadVariances(omega);
            for (int j = 0; j < students; j++) {
                double sum = 0;
                for (int i = first; i < fields; i++) {
                    sum += residual[i] * angle(j, i, omega[j][i]);
                }
                into.parameter[j] = TWO_OVER_PI * factor * sum;
            }
        }
        for (int j = 0; withProducts && j < students; j++) {
            for (int l = j; l < students; l++) {
                double value = factor * factor * layer[j] * layer[l] * slopeProductOfSquare(omega, j, l);
                into.product[j][l] = value;
                into.product[l][j] = value;
            }
        }
    }

    /** E[x_a e_j] for all a. */
    private void fieldProducts(double[][] omega, int j, double scale, double[][] field) {
        double[] row = omega[j];
        double tilt = 0;
        for (int i = first; i < fields; i++) {
            left[i] = residual[i] / Math.sqrt(determinant(row[j], omega[i][i], row[i]));
            tilt += left[i] * row[i];
        }
        tilt /= 1 + row[j];
        for (int a = 0; a < fields; a++) {
            double sum = -row[a] * tilt;
            for (int i = first; i < fields; i++) {
                sum += left[i] * omega[a][i];
            }
            field[a][j] = scale * sum;
        }
    }

    /** E[g_j' g_l' 𝓔²]. */
    private double slopeProductOfSquare(double[][] omega, int j, int l) {
        double[] rowJ = omega[j];
        double[] rowL = omega[l];
        double cross = rowJ[l];
        double determinant = determinant(rowJ[j], rowL[l], cross);
        double inverse = 1 / determinant;
        for (int i = first; i < fields; i++) {
            left[i] = ((1 + rowL[l]) * rowJ[i] - cross * rowL[i]) * inverse;
            right[i] = ((1 + rowJ[j]) * rowL[i] - cross * rowJ[i]) * inverse;
            loadVariance(i, omega[i][i] - rowJ[i] * left[i] - rowL[i] * right[i]);
        }
        double sum = residualSquare(omega, rowJ, rowL);
        return TWO_OVER_PI * Math.sqrt(inverse) * (TWO_OVER_PI * sum + network.labelNoise());
    }

    /** Σ_im c_i c_m A(C)_im of C_im = Ω_im − Ω_ij y_m − Ω_il z_m, y in {@code left}, z in {@code right}. */
    private double residualSquare(double[][] omega, double[] rowJ, double[] rowL) {
        double sum = 0;
        for (int i = first; i < fields; i++) {
            double[] row = omega[i];
            double others = 0;
            for (int m = i + 1; m < fields; m++) {
                others += residual[m] * angle(i, m, row[m] - rowJ[i] * left[m] - rowL[i] * right[m]);
            }
            sum += residual[i] * (residual[i] * angle(i, i, variance[i]) + 2 * others);
        }
        return sum;
    }

    @Override
    public double risk(double[][] omega, double[] parameters) {
        double[] layer = weights.load(parameters);
        loadVariances(omega);
        if (network.loss() == Loss.SQUARE) {
            Arrays.fill(left, 0);
            Arrays.fill(right, 0);
            double sum = residualSquare(omega, omega[0], omega[0]);
            return 0.5 * (TWO_OVER_PI * sum + network.labelNoise());
        }
        double sum = 0;
        for (int j = 0; j < students; j++) {
            for (int r = students; r < fields; r++) {
                sum += layer[j] * residual[r] * angle(j, r, omega[j][r]);
            }
        }
        return 1 - TWO_OVER_PI * factor * sum;
    }

    private void loadVariances(double[][] omega) {
        for (int i = 0; i < fields; i++) {
            loadVariance(i, omega[i][i]);
        }
    }

    private void loadVariance(int i, double value) {
        variance[i] = Math.max(value, 0);
        root[i] = 1 / Math.sqrt(1 + variance[i]);
    }

    /** A(C)_im, the covariance's diagonal being loaded. */
    private double angle(int i, int m, double covariance) {
        double roots = root[i] * root[m];
        double sine = covariance * roots;
        double size = Math.abs(sine);
        if (size <= Arcsine.SMALL) {
            return Arcsine.ofSmall(sine);
        }
        double cosineSquare = determinant(variance[i], variance[m], covariance) * roots * roots;
        return Arcsine.ofLarge(sine, cosineSquare / (1 + size));
    }

    /** det(I + C) of two fields, at least 1 up to rounding; summed so that the singular part does not cancel. */
    private static double determinant(double first, double second, double cross) {
        return 1 + first + second + Math.max(first * second - cross * cross, 0);
    }
}
