package org.sgdlimits.law;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.model.Spectrum;

/** Validation: the trapezoid rule on an ellipse against the Laurent series of its integrands. */
@Tag("validation")
final class ContourTest {

    private static final Spectrum SPECTRUM = new Spectrum(new double[] {0.5, 2, 4.5}, new long[] {3, 1, 2});

    /** (1/2πi)∮ q(z)/(z − λ) dz by the rule. */
    private static double integral(Contour contour, double eigenvalue, double... polynomial) {
        double[] re = new double[contour.half()];
        double[] im = new double[contour.half()];
        contour.reciprocals(eigenvalue, re, im);
        double[] weights = contour.weights(polynomial);
        double sum = 0;
        for (int n = 0; n < re.length; n++) {
            sum += weights[2 * n] * re[n] + weights[2 * n + 1] * im[n];
        }
        return sum;
    }

    /** 1 + 2 Σ_j (−1)^j cos(jNα) ρ^{−jN} = 1 + 2 x(cos Nα − x)/|1 − x e^{iNα}|² with x = −ρ^{−N}. */
    @Test
    void theRuleIsOffByItsAliasedTerms() {
        for (double ratio : new double[] {1.3, 2, 3}) {
            for (int nodes = 2; nodes <= 16; nodes += 2) {
                Contour contour = Contour.around(SPECTRUM, nodes, ratio);
                for (double eigenvalue : new double[] {0.5, 1.1, 2, 4.5}) {
                    double phase = nodes * Math.acos((eigenvalue - 2.5) / 2);
                    double x = -Math.pow(ratio, -nodes);
                    double aliased = x * (Math.cos(phase) - x) / (1 - 2 * x * Math.cos(phase) + x * x);
                    assertEquals(1 + 2 * aliased, integral(contour, eigenvalue, 1), 1e-13);
                }
            }
        }
    }

    /** With 40 nodes at ρ = 3 aliasing is 10⁻¹⁸; polynomials up to z³ on |z| < 6.1 round at 10⁻¹³. */
    @Test
    void polynomialsAreRecoveredAtTheEigenvalues() {
        Contour contour = Contour.around(SPECTRUM, 40, 3);
        for (double at : new double[] {0.5, 2, 4.5}) {
            assertEquals(3 - at + 0.5 * at * at * at, integral(contour, at, 3, -1, 0, 0.5), 1e-12);
        }
        Contour point = Contour.around(new Spectrum(new double[] {2}, new long[] {7}), 40, 3);
        assertEquals(4, integral(point, 2, 0, 0, 1), 1e-13);
    }
}
