package org.sgdlimits.law;

import java.util.Arrays;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Loss;
import org.sgdlimits.model.Network;

/**
 * The moments of a network whose activations are polynomials of degree two at most, by matrix products instead of one form for
 * each choice of four fields.
 *
 * <p>With σ_i(x) = α_i x² + β_i x + c_i and residual weights r_i (as in {@link NetworkMoments}), 𝓔 = xᵀDx + bᵀx + h + √Δ ξ with
 * D = diag(r_i α_i), b_i = r_i β_i, h = Σ r_i c_i. Let G = ΩDΩ, v = Ωb, μ = E[𝓔] = tr(DΩ) + h. By Stein's lemma
 *
 * <pre>
 *   E[𝓔²]         = μ² + 2 tr(DG) + bᵀv + Δ
 *   E[x_j x_a 𝓔]  = μ Ω_ja + 2 G_ja,                E[x_a 𝓔] = v_a
 *   E[x_j 𝓔²]     = 2 μ v_j + 4 (ΩDv)_j
 *   E[x_j x_l 𝓔²] = Ω_jl E[𝓔²] + 8 (ΩDG)_jl + 2 v_j v_l + 4 μ G_jl
 * </pre>
 *
 * Scratch of one solve. Cost 2 p (p + k)²; the risk alone (p + k)².
 */
final class QuadraticMoments implements FieldMoments {

    private static final int DEGREE = 2;

    private final Network network;
    private final int students;
    private final int fields;
    private final double factor;
    private final boolean squareLoss;
    private final ResidualWeights weights;
    private final double[][] coefficients;
    private final double[] quadratic;
    private final double[] linear;
    private final double[] projected;
    private final double[] projectedTwice;
    private final double[][] once;
    private double mean;

    QuadraticMoments(Network network) {
        this.network = network;
        students = network.students();
        fields = network.fields();
        factor = network.studentFactor();
        squareLoss = network.loss() == Loss.SQUARE;
        weights = new ResidualWeights(network);
        coefficients = new double[][] {
            padded(network.studentActivation()),
            padded(network.committee().orElseThrow().activation()),
        };
        quadratic = new double[fields];
        linear = new double[fields];
        projected = new double[fields];
        projectedTwice = new double[students];
        once = new double[students][fields];
    }

    /** Whether a network learns from a committee and all activations are of degree two at most. */
    static boolean covers(Network network) {
        return isQuadratic(network.studentActivation())
                && network.committee()
                        .map(teacher -> isQuadratic(teacher.activation()))
                        .orElse(false);
    }

    /** Whether an activation is a polynomial of degree two at most. */
    static boolean isQuadratic(Activation activation) {
        int length = activation.coefficients().length;
        return length > 0 && length <= DEGREE + 1;
    }

    /** Its three coefficients, lowest degree first. */
    static double[] padded(Activation activation) {
        return Arrays.copyOf(activation.coefficients(), DEGREE + 1);
    }

    private double[] load(double[][] omega, double[] parameters) {
        double[] layer = weights.load(parameters);
        mean = 0;
        for (int i = 0; i < fields; i++) {
            double weight = weights.values[i];
            double[] polynomial = coefficients[i < students ? 0 : 1];
            quadratic[i] = weight * polynomial[2];
            linear[i] = weight * polynomial[1];
            mean += weight * polynomial[0] + quadratic[i] * omega[i][i];
        }
        return layer;
    }

    /** E[𝓔²]. */
    private double residualSquare(double[][] omega) {
        double sum = mean * mean + network.labelNoise();
        for (int i = 0; i < fields; i++) {
            double own = quadratic[i] * omega[i][i];
            sum += 2 * own * own + linear[i] * linear[i] * omega[i][i];
            for (int l = 0; l < i; l++) {
                double cross = omega[i][l];
                sum += 2 * cross * (2 * quadratic[i] * quadratic[l] * cross + linear[i] * linear[l]);
            }
        }
        return sum;
    }

    @Override
    public void evaluate(double[][] omega, double[] parameters, boolean withProducts, MeanSignal into) {
        double[] layer = load(omega, parameters);
        double slope = 2 * coefficients[0][2];
        double offset = coefficients[0][1];
        project(omega);
        for (int j = 0; j < students; j++) {
            double scale = factor * layer[j];
            for (int a = 0; a < fields; a++) {
                into.field[a][j] = scale * (slope * (mean * omega[j][a] + 2 * once[j][a]) + offset * projected[a]);
            }
        }
        for (int j = 0; j < into.parameter.length; j++) {
            double square = mean * omega[j][j] + 2 * once[j][j];
            into.parameter[j] =
                    factor * (coefficients[0][2] * square + offset * projected[j] + coefficients[0][0] * mean);
        }
        if (withProducts) {
            products(omega, layer, into.product);
        }
    }

    private void products(double[][] omega, double[] layer, double[][] products) {
        double slope = 2 * coefficients[0][2];
        double offset = coefficients[0][1];
        double residualSquare = residualSquare(omega);
        for (int j = 0; j < students; j++) {
            for (int l = j; l < students; l++) {
                double both = omega[j][l] * residualSquare
                        + 8 * twice(omega, j, l)
                        + 2 * projected[j] * projected[l]
                        + 4 * mean * once[j][l];
                double single = 2 * mean * (projected[j] + projected[l]) + 4 * (projectedTwice[j] + projectedTwice[l]);
                double product = slope * slope * both + slope * offset * single + offset * offset * residualSquare;
                products[j][l] = factor * factor * layer[j] * layer[l] * product;
                products[l][j] = products[j][l];
            }
        }
    }

    /** Fills G on the students' rows, v and ΩDv. */
    private void project(double[][] omega) {
        for (int a = 0; a < fields; a++) {
            double sum = 0;
            for (int i = 0; i < fields; i++) {
                sum += omega[a][i] * linear[i];
            }
            projected[a] = sum;
        }
        for (int j = 0; j < students; j++) {
            double sum = 0;
            for (int i = 0; i < fields; i++) {
                sum += omega[j][i] * quadratic[i] * projected[i];
            }
            projectedTwice[j] = sum;
            Arrays.fill(once[j], 0);
            for (int i = 0; i < fields; i++) {
                double weight = omega[j][i] * quadratic[i];
                double[] row = omega[i];
                for (int a = 0; a < fields; a++) {
                    once[j][a] += weight * row[a];
                }
            }
        }
    }

    /** (ΩDG)_jl = Σ_i G_ji δ_i Ω_il. */
    private double twice(double[][] omega, int j, int l) {
        double sum = 0;
        double[] row = omega[l];
        for (int i = 0; i < fields; i++) {
            sum += once[j][i] * quadratic[i] * row[i];
        }
        return sum;
    }

    @Override
    public double risk(double[][] omega, double[] parameters) {
        double[] layer = load(omega, parameters);
        if (squareLoss) {
            return 0.5 * residualSquare(omega);
        }
        double[] student = coefficients[0];
        double teacherMean = mean;
        double sum = 0;
        for (int j = 0; j < students; j++) {
            double own = (student[2] * omega[j][j] + student[0]) * teacherMean;
            for (int r = students; r < fields; r++) {
                double cross = omega[j][r];
                own += cross * (2 * student[2] * quadratic[r] * cross + student[1] * linear[r]);
            }
            sum += layer[j] * own;
        }
        return 1 - factor * sum;
    }
}
