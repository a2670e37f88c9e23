package org.sgdlimits.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.hipparchus.analysis.integration.gauss.GaussIntegrator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;
import org.hipparchus.special.Erf;
import org.hipparchus.special.Gamma;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.gaussian.FieldNodes;
import org.sgdlimits.gaussian.TensorGaussHermite;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/** The mean of a projected step against the expectation of the whole ratio, by quadrature over fields, noise and ‖z‖². */
@Tag("validation")
final class UnitNormTest {

    private static final double GAMMA = 1;
    private static final double NOISE = 0.3;
    private static final double OVERLAP = 0.4;
    private static final int[] DIMENSIONS = {50, 100, 200, 400};

    /**
     * One sample, η = γ/d: the leading drift misses terms η² of the increment, the second-order expansion terms η³. The slope
     * over three doublings differs from the integer by the next order, a few per cent at d = 50.
     */
    @Test
    void secondOrderMeanLeavesAnErrorOfThirdOrder() {
        double[] leading = new double[DIMENSIONS.length];
        double[] corrected = new double[DIMENSIONS.length];
        for (int i = 0; i < DIMENSIONS.length; i++) {
            double exact = exactIncrement(DIMENSIONS[i]);
            leading[i] = Math.abs(increment(TrainingRule.projected(GAMMA), DIMENSIONS[i]) - exact);
            corrected[i] = Math.abs(
                    increment(TrainingRule.projected(GAMMA).withFiniteDimensionCorrections(), DIMENSIONS[i]) - exact);
            assertTrue(corrected[i] < 0.1 * leading[i]);
        }
        assertEquals(-2, slope(leading), 0.1);
        assertEquals(-3, slope(corrected), 0.1);
    }

    private static double increment(TrainingRule rule, int d) {
        Network model =
                Network.student(1, Activation.ERF).teacher(1, Activation.ERF).labelNoise(NOISE);
        FieldDynamics dynamics = StepLaw.of(
                        Problem.of(model).rule(rule).dimension(d).start(Start.overlap(OVERLAP)))
                .withFineCovariance()
                .dynamics(new double[][][] {{{1, OVERLAP}, {OVERLAP, 1}}});
        double[] drift = new double[2];
        dynamics.drift(0, new double[] {OVERLAP, 1}, drift);
        return drift[0] / d;
    }

    /** E[(m + ηeλ*)/√(1 + 2ηeλ + η²e²‖z‖²)] − m with ‖z‖² = g₁² + g₂² + χ²(d − 2). */
    private static double exactIncrement(int d) {
        TensorGaussHermite rule = new TensorGaussHermite(2, 40, 20);
        FieldNodes nodes = new FieldNodes(rule);
        rule.place(new double[][] {{1, 0}, {0, 1}}, nodes);
        int freedom = d - 2;
        double spread = Math.sqrt(2.0 * freedom);
        GaussIntegrator chiSquare =
                new GaussIntegratorFactory().legendre(40, Math.max(0, freedom - 9 * spread), freedom + 11 * spread);
        double[] density = new double[chiSquare.getNumberOfPoints()];
        double total = 0;
        for (int c = 0; c < density.length; c++) {
            double x = chiSquare.getPoint(c);
            density[c] = chiSquare.getWeight(c)
                    * Math.exp((0.5 * freedom - 1) * Math.log(x)
                            - 0.5 * x
                            - 0.5 * freedom * Math.log(2)
                            - Gamma.logGamma(0.5 * freedom));
            total += density[c];
        }
        assertEquals(1, total, 1e-9, "the chi-square rule itself");
        double eta = GAMMA / d;
        double sum = 0;
        for (int i = 0; i < nodes.count(); i++) {
            double g1 = nodes.field(i, 0);
            double g2 = nodes.field(i, 1);
            double teacher = OVERLAP * g1 + Math.sqrt(1 - OVERLAP * OVERLAP) * g2;
            double e = Math.sqrt(2 / Math.PI)
                    * Math.exp(-0.5 * g1 * g1)
                    * (erf(teacher) - erf(g1) + Math.sqrt(NOISE) * nodes.noise(i));
            for (int c = 0; c < density.length; c++) {
                double square = g1 * g1 + g2 * g2 + chiSquare.getPoint(c);
                double norm = 1 + 2 * eta * e * g1 + eta * eta * e * e * square;
                double increment = (OVERLAP + eta * e * teacher) / Math.sqrt(norm) - OVERLAP;
                sum += nodes.weight(i) * density[c] / total * increment;
            }
        }
        return sum;
    }

    private static double erf(double x) {
        return Erf.erf(x * Math.sqrt(0.5));
    }

    private static double slope(double[] error) {
        double x = 0;
        double y = 0;
        double xx = 0;
        double xy = 0;
        int n = error.length;
        for (int i = 0; i < n; i++) {
            double u = Math.log(DIMENSIONS[i]);
            double v = Math.log(error[i]);
            x += u / n;
            y += v / n;
            xx += u * u / n;
            xy += u * v / n;
        }
        return (xy - x * y) / (xx - x * x);
    }
}
