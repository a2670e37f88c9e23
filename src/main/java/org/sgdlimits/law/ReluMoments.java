package org.sgdlimits.law;

import org.sgdlimits.gaussian.FieldAngle;
import org.sgdlimits.model.Activation.Family;
import org.sgdlimits.model.Loss;
import org.sgdlimits.model.Network;

/**
 * The moments of a network whose activations are all max(x, 0), by arc-cosine forms (Cho & Saul, NIPS 2009) with each angle
 * taken once.
 *
 * <p>With residual weights c_i (as in {@link NetworkMoments}), φ_il = atan2(s_il, Ω_il) the angle between two fields,
 * s_il = √(Ω_ii Ω_ll − Ω_il²) and κ(φ) = sin φ − φ cos φ:
 *
 * <pre>
 *   E[g_j' x_a 𝓔]    = (Σ_i c_i (π − φ_ji) Ω_ai + (Ω_aj/Ω_jj) Σ_i c_i s_ji)/2π
 *   E[g_j 𝓔]         = ½ Σ_i c_i Ω_ji + Σ_i c_i √(Ω_jj Ω_ii) κ(φ_ji)/2π
 *   E[𝓔²] − Δ        = ½ cᵀΩc + Σ_im c_i c_m √(Ω_ii Ω_mm) κ(φ_im)/2π
 * </pre>
 *
 * <p>κ ~ φ³/3 comes from its series where φ is small, so that the risk of students that have learnt their teachers cancels in the
 * linear part alone. E[e_j e_l] is taken term by term: integrals of four fields, which share no angles, are nearly all of its
 * cost. Fields without variance give zero. Scratch of one solve. Cost without products: p (p + k) arctangents at most, p (p + k)²
 * multiplications; the risk (p + k)²/2 arctangents.
 */
final class ReluMoments implements FieldMoments {

    /** Below it the series of κ is exact to rounding, above it the difference loses at most one digit. */
    private static final double SMALL_ANGLE = 0.5;

    private final Network network;
    private final NetworkMoments termByTerm;
    private final int students;
    private final int fields;
    /** The first field whose residual weight is not zero by the loss. */
    private final int first;

    private final double factor;
    private final ResidualWeights weights;
    private final double[] residual;
    /** φ_ji and s_ji, [p][p + k]. */
    private final double[][] angle;

    private final double[][] sine;
    private final double[] turned;

    /** @param termByTerm serves E[e_j e_l] */
    ReluMoments(Network network, NetworkMoments termByTerm) {
        this.network = network;
        this.termByTerm = termByTerm;
        students = network.students();
        fields = network.fields();
        weights = new ResidualWeights(network);
        residual = weights.values;
        factor = weights.factor;
        first = weights.first;
        angle = new double[students][fields];
        sine = new double[students][fields];
        turned = new double[fields];
    }

    /** Whether a network learns from a committee and all activations are max(x, 0). */
    static boolean covers(Network network) {
        return network.studentActivation().family() == Family.RELU
                && network.committee()
                        .map(teacher -> teacher.activation().family() == Family.RELU)
                        .orElse(false);
    }

    @Override
    public void evaluate(double[][] omega, double[] parameters, boolean withProducts, MeanSignal into) {
        double[] layer = weights.load(parameters);
        loadAngles(omega);
        for (int j = 0; j < students; j++) {
            fieldProducts(omega, j, factor * layer[j] / (2 * Math.PI), into.field);
        }
        for (int j = 0; j < into.parameter.length; j++) {
            double linear = 0;
            double kinks = 0;
            for (int i = first; i < fields; i++) {
                linear += residual[i] * omega[j][i];
                kinks += residual[i] * kink(omega, j, i, angle[j][i], sine[j][i]);
            }
            into.parameter[j] = factor * (0.5 * linear + kinks / (2 * Math.PI));
        }
        if (withProducts) {
            termByTerm.products(omega, parameters, into.product);
        }
    }

    private void loadAngles(double[][] omega) {
        for (int j = 0; j < students; j++) {
            for (int i = first; i < fields; i++) {
                if (i < j) {
                    sine[j][i] = sine[i][j];
                    angle[j][i] = angle[i][j];
                } else {
                    sine[j][i] = FieldAngle.sine(omega, j, i);
                    angle[j][i] = Math.atan2(sine[j][i], omega[j][i]);
                }
            }
        }
    }

    /** E[x_a e_j] for all a. */
    private void fieldProducts(double[][] omega, int j, double scale, double[][] field) {
        double own = omega[j][j];
        double kinks = 0;
        for (int i = first; i < fields; i++) {
            kinks += residual[i] * sine[j][i];
            turned[i] = residual[i] * (Math.PI - angle[j][i]);
        }
        double slope = own > 0 ? kinks / own : 0;
        double size = own > 0 ? scale : 0;
        for (int a = 0; a < fields; a++) {
            double sum = slope * omega[a][j];
            for (int i = first; i < fields; i++) {
                sum += turned[i] * omega[a][i];
            }
            field[a][j] = size * sum;
        }
    }

    @Override
    public double risk(double[][] omega, double[] parameters) {
        double[] layer = weights.load(parameters);
        double linear = 0;
        double kinks = 0;
        if (network.loss() == Loss.SQUARE) {
            for (int i = 0; i < fields; i++) {
                double row = 0.5 * residual[i] * omega[i][i];
                for (int m = i + 1; m < fields; m++) {
                    row += residual[m] * omega[i][m];
                    kinks += residual[i] * residual[m] * kink(omega, i, m);
                }
                linear += residual[i] * row;
            }
            return 0.5 * (linear + kinks / Math.PI + network.labelNoise());
        }
        for (int j = 0; j < students; j++) {
            for (int r = students; r < fields; r++) {
                linear += layer[j] * residual[r] * omega[j][r];
                kinks += layer[j] * residual[r] * kink(omega, j, r);
            }
        }
        return 1 - factor * (0.5 * linear + kinks / (2 * Math.PI));
    }

    private static double kink(double[][] omega, int i, int m) {
        double sine = FieldAngle.sine(omega, i, m);
        return kink(omega, i, m, Math.atan2(sine, omega[i][m]), sine);
    }

    /** √(Ω_ii Ω_mm) κ(φ). */
    private static double kink(double[][] omega, int i, int m, double angle, double sine) {
        if (angle > SMALL_ANGLE) {
            return sine - angle * omega[i][m];
        }
        double y = angle * angle;
        double tail = 1 / 840.0 - y * (1 / 45360.0 - y * (1 / 3991680.0 - y * (1 / 518918400.0 - y / 93405312000.0)));
        double series = 1 / 3.0 - y * (1 / 30.0 - y * tail);
        return Math.sqrt(omega[i][i] * omega[m][m]) * angle * y * series;
    }
}
