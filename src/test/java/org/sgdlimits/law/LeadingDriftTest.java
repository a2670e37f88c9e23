package org.sgdlimits.law;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Loss;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Schedule;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/** The leading drift against equations written out by hand; sums of a few dozen terms of size one round at 1e-15 each. */
@Tag("validation")
final class LeadingDriftTest {

    private static final double ROUNDING = 1e-14;

    /** p = k = 2. */
    private static final double[][] OMEGA = {
        {1.3, 0.2, 0.4, -0.1}, {0.2, 0.8, 0.1, 0.3}, {0.4, 0.1, 1, 0.25}, {-0.1, 0.3, 0.25, 1.1}
    };

    private static double[] drift(Problem<? extends FieldModel> problem, double[][]... gram) {
        FieldDynamics dynamics = StepLaw.of(problem).dynamics(gram);
        double[] s = new double[dynamics.components().size()];
        dynamics.start(s);
        double[] out = new double[s.length];
        dynamics.drift(0, s, out);
        return out;
    }

    /** dm/dt = m[4(1 − 6γ)(1 − m²) − 2γΔ] in flow time, dt = γ dτ (THEORY §7). */
    @Test
    void phaseRetrievalOnTheSphereHasItsClosedForm() {
        double noise = 0.5;
        for (double gamma : new double[] {0.01, 0.05, 0.15}) {
            for (double m : new double[] {0, 0.2, -0.7, 1}) {
                double expected = gamma * m * (4 * (1 - 6 * gamma) * (1 - m * m) - 2 * gamma * noise);
                Network model = Network.student(1, Activation.SQUARE)
                        .teacher(1, Activation.SQUARE)
                        .labelNoise(noise);
                for (TrainingRule rule :
                        new TrainingRule[] {TrainingRule.projected(gamma), TrainingRule.spherical(gamma)}) {
                    double[] drift = drift(Problem.of(model).rule(rule), new double[][] {{1, m}, {m, 1}});
                    assertEquals(expected, drift[0], ROUNDING);
                    assertEquals(0, drift[1], ROUNDING);
                }
            }
        }
    }

    /** dM, dQ and dθ of a linear network: e = θ(λ* − θλ), h = λ(λ* − θλ). */
    @Test
    void linearNetworkHasItsClosedForm() {
        double theta = 0.6;
        double q = 0.9;
        double m = 0.3;
        double noise = 0.4;
        double error = theta * theta * q - 2 * theta * m + 1 + noise;
        Network model = Network.student(1, Activation.LINEAR)
                .teacher(1, Activation.LINEAR)
                .secondLayer(theta)
                .trainSecondLayer()
                .labelNoise(noise);
        TrainingRule rule = TrainingRule.plain(0.7).withBatch(3).withParameterRate(Schedule.constant(0.2));
        double[][] gram = {{q, m}, {m, 1}};
        double[] expected = {
            0.2 * (m - theta * q),
            0.7 * theta * (1 - theta * m),
            2 * 0.7 * theta * (m - theta * q) + 0.49 / 3 * theta * theta * error
        };
        assertArrayEquals(expected, drift(Problem.of(model).rule(rule), gram), ROUNDING);
        TrainingRule flow = TrainingRule.gradientFlow(0.7).withParameterRate(Schedule.constant(0.2));
        expected[2] = 2 * 0.7 * theta * (m - theta * q);
        assertArrayEquals(expected, drift(Problem.of(model).rule(flow), gram), ROUNDING);
    }

    /** THEORY §2, "General K": e = λ* − λ gives E[x_b e] = λ_b Ω_b (−1, 1)ᵀ. */
    @Test
    void twoSpectralBlocksMoveEachAtItsOwnEigenvalue() {
        double[] eigenvalue = {1.5, 0.4};
        long[] multiplicity = {10, 30};
        double[][][] gram = {{{0.5, 0.2}, {0.2, 0.4}}, {{0.3, -0.1}, {-0.1, 0.6}}};
        double error = 0.1;
        for (int b = 0; b < 2; b++) {
            error += eigenvalue[b] * (gram[b][0][0] - 2 * gram[b][0][1] + gram[b][1][1]);
        }
        Network model = Network.student(1, Activation.LINEAR)
                .teacher(1, Activation.LINEAR)
                .labelNoise(0.1)
                .covariance(Covariance.eigenvalues(eigenvalue, multiplicity));
        Start start = Start.vectors(new double[1][40], new double[1][40]);
        Problem<Network> problem = new Problem<>(model, TrainingRule.plain(0.5), 40, start, Horizon.tau(1));
        double[] drift = drift(problem, gram);
        for (int b = 0; b < 2; b++) {
            double[][] omega = gram[b];
            assertEquals(0.5 * eigenvalue[b] * (omega[1][1] - omega[0][1]), drift[2 * b], ROUNDING);
            double linear = 2 * 0.5 * eigenvalue[b] * (omega[0][1] - omega[0][0]);
            double quadratic = 0.25 * eigenvalue[b] * multiplicity[b] / 40 * error;
            assertEquals(linear + quadratic, drift[2 * b + 1], ROUNDING);
        }
    }

    /** e = y σ'(λ): for σ = σ* = x², E[e λ*] = 2E[λ λ*³] = 6mP and E[e λ] = 2E[λ² λ*²]. */
    @Test
    void correlationLossLearnsFromTheLabelAlone() {
        double q = 0.8;
        double m = 0.3;
        Network model = Network.student(1, Activation.SQUARE)
                .teacher(1, Activation.SQUARE)
                .loss(Loss.CORRELATION);
        double[] drift = drift(Problem.of(model).rule(TrainingRule.plain(1)), new double[][] {{q, m}, {m, 1}});
        // E[e²] = 4 E[λ² λ*⁴] = 4(3q + 12m²)
        assertEquals(6 * m, drift[0], ROUNDING);
        assertEquals(4 * (q + 2 * m * m) + 4 * (3 * q + 12 * m * m), drift[1], 2 * ROUNDING);
    }

    /** The committee's equations from I₂, I₃, I₄ as printed in THEORY §6. */
    @Test
    void erfCommitteeHasTheEquationsOfSaadAndSolla() {
        double[] a = {0.7, -1.2};
        double[] teacher = {1, 0.6};
        double noise = 0.3;
        double gamma = 0.8;
        Network model = Network.student(2, Activation.ERF)
                .teacher(2, Activation.ERF)
                .secondLayer(a)
                .teacherLayer(teacher)
                .labelNoise(noise);
        double[] c = {-a[0] / 2, -a[1] / 2, teacher[0] / 2, teacher[1] / 2};
        double[][] fieldSignal = new double[4][2];
        double[][] product = new double[2][2];
        for (int j = 0; j < 2; j++) {
            for (int i = 0; i < 4; i++) {
                for (int x = 0; x < 4; x++) {
                    fieldSignal[x][j] += a[j] / 2 * c[i] * i3(j, x, i);
                }
                for (int l = 0; l < 2; l++) {
                    for (int o = 0; o < 4; o++) {
                        product[j][l] += a[j] * a[l] / 4 * c[i] * c[o] * i4(j, l, i, o);
                    }
                }
            }
            for (int l = 0; l < 2; l++) {
                product[j][l] += a[j] * a[l] / 4 * noise * 2 / Math.PI / Math.sqrt(lambda4(j, l));
            }
        }
        double[] expected = {
            gamma * fieldSignal[2][0],
            gamma * fieldSignal[3][0],
            gamma * fieldSignal[2][1],
            gamma * fieldSignal[3][1],
            2 * gamma * fieldSignal[0][0] + gamma * gamma * product[0][0],
            gamma * (fieldSignal[1][0] + fieldSignal[0][1]) + gamma * gamma * product[0][1],
            2 * gamma * fieldSignal[1][1] + gamma * gamma * product[1][1]
        };
        Problem<Network> problem = Problem.of(model).rule(TrainingRule.plain(gamma));
        assertArrayEquals(expected, drift(problem, OMEGA), ROUNDING);
    }

    private static double i3(int j, int x, int i) {
        double own = 1 + OMEGA[j][j];
        double root = Math.sqrt(own * (1 + OMEGA[i][i]) - OMEGA[j][i] * OMEGA[j][i]);
        return 2 / Math.PI / root * (OMEGA[x][i] * own - OMEGA[j][x] * OMEGA[j][i]) / own;
    }

    private static double lambda4(int j, int l) {
        return (1 + OMEGA[j][j]) * (1 + OMEGA[l][l]) - OMEGA[j][l] * OMEGA[j][l];
    }

    private static double i4(int j, int l, int i, int o) {
        double four = lambda4(j, l);
        double zero = four * OMEGA[i][o]
                - OMEGA[l][i] * OMEGA[l][o] * (1 + OMEGA[j][j])
                - OMEGA[j][i] * OMEGA[j][o] * (1 + OMEGA[l][l])
                + OMEGA[j][l] * OMEGA[j][i] * OMEGA[l][o]
                + OMEGA[j][l] * OMEGA[j][o] * OMEGA[l][i];
        return 4
                / (Math.PI * Math.PI)
                / Math.sqrt(four)
                * Math.asin(zero / Math.sqrt(lambda12(j, l, i) * lambda12(j, l, o)));
    }

    private static double lambda12(int j, int l, int i) {
        return lambda4(j, l) * (1 + OMEGA[i][i])
                - OMEGA[l][i] * OMEGA[l][i] * (1 + OMEGA[j][j])
                - OMEGA[j][i] * OMEGA[j][i] * (1 + OMEGA[l][l])
                + 2 * OMEGA[j][l] * OMEGA[j][i] * OMEGA[l][i];
    }
}
