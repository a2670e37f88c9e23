package org.sgdlimits.law;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.gaussian.SemidefiniteCholesky;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.TrainingRule;

/**
 * The moments behind a central-limit batch: their mean against closed forms, their covariance against that of one sample's
 * contribution, which OneStepLawTest holds against sampled steps.
 */
@Tag("validation")
final class BatchMomentsTest {

    private static final double[][] GRAM = {{1.1, 0.3, 0.4}, {0.3, 0.9, -0.2}, {0.4, -0.2, 1}};

    /** As combinations of t: dM/dτ = E[e λ*], dQ/dτ = E[e λᵀ + λ eᵀ + e eᵀ] at γ = n_b = 1, and the covariance of what is averaged. */
    private static void hold(Activation activation, double tolerance) {
        Problem<Network> problem = Problem.of(
                        Network.student(2, activation).teacher(1, activation).labelNoise(0.2))
                .rule(TrainingRule.plain(1))
                .dimension(1000);
        FieldDynamics dynamics = StepLaw.of(problem).withFineCovariance().dynamics(new double[][][] {GRAM});
        int size = dynamics.components().size();
        double[] s = new double[size];
        double[] drift = new double[size];
        double[][] covariance = new double[size][size];
        dynamics.start(s);
        dynamics.drift(0, s, drift);
        dynamics.covariance(0, s, covariance);

        SemidefiniteCholesky factor = new SemidefiniteCholesky(3);
        factor.factor(GRAM);
        double[][] f = factor.lower();
        BatchMoments moments = BatchMoments.of(problem);
        moments.evaluate(new double[][][] {f}, new double[0]);
        double[][] combination = new double[size][moments.mean.length];
        for (int j = 0; j < 2; j++) {
            add(moments, f, combination[dynamics.layout().m(0, j, 0)], j, 2);
            for (int l = j; l < 2; l++) {
                double[] row = combination[dynamics.layout().q(0, j, l)];
                add(moments, f, row, j, l);
                add(moments, f, row, l, j);
                row[moments.product(l, j)] += 1;
            }
        }
        for (int i = 0; i < size; i++) {
            double mean = 0;
            for (int a = 0; a < combination[i].length; a++) {
                mean += combination[i][a] * moments.mean[a];
            }
            assertEquals(drift[i], mean, tolerance, dynamics.components().get(i));
            for (int k = 0; k <= i; k++) {
                double sum = 0;
                for (int a = 0; a < moments.mean.length; a++) {
                    for (int b = 0; b < moments.mean.length; b++) {
                        sum += combination[i][a]
                                * combination[k][b]
                                * moments.covariance[Math.max(a, b)][Math.min(a, b)];
                    }
                }
                assertEquals(
                        covariance[i][k], sum, tolerance * Math.max(1, Math.abs(sum)), "covariance " + i + " " + k);
            }
        }
    }

    private static void add(BatchMoments moments, double[][] f, double[] row, int j, int field) {
        for (int c = 0; c <= field; c++) {
            row[moments.withDirection(0, j, c)] += f[field][c];
        }
    }

    /** Exact rules on both sides, of some thousand terms. */
    @Test
    void polynomialErrorSignalsHaveTheirExactMeanAndCovariance() {
        hold(Activation.hermite(0, 0, 1), 1e-11);
        hold(Activation.hermite(0, 0, 0, 1), 1e-11);
    }

    /**
     * E[e e] holds a factor exp(−λ²), which n nodes integrate with an error of order (2/3)ⁿ of itself: 3e-4 of 0.03 at the 20
     * nodes in each of three directions. E[e λ*], with exp(−λ²/2), has (1/2)ⁿ.
     */
    @Test
    void smoothErrorSignalsHaveTheirMeanAndCovarianceToTheErrorOfTheQuadrature() {
        hold(Activation.ERF, 1e-5);
    }
}
