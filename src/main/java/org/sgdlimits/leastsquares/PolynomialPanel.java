package org.sgdlimits.leastsquares;

import java.util.Arrays;
import org.hipparchus.analysis.integration.gauss.GaussIntegrator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;

/**
 * Polynomials on [0, 1] by their values at the Chebyshev–Lobatto points c_i = (1 − cos(πi/S))/2, and their integrals against
 * decaying exponentials, ∫₀^c e^{−a(c−x)} ℓ_m(x) dx for a ≥ 0 of any size.
 *
 * <p>The integrals are by Gauss–Legendre quadrature over the part of [0, c] where the exponential exceeds e^{−36}. N nodes over an
 * exponent of length L leave about 2 I_{2N−6}(L/2) e^{−L/2} against polynomials of degree 6: 2·10⁻¹⁴ for 8 nodes and L ≤ 0.75,
 * 3·10⁻¹⁴ for 12 and L ≤ 6, 10⁻¹⁷ for 24 and L ≤ 36.
 */
final class PolynomialPanel {

    /** S, the degree. */
    static final int DEGREE = 6;

    private static final double LONGEST = 36;

    /** Exponents up to which the rules serve. */
    private static final double[] LENGTHS = {0.75, 6, LONGEST};

    private static final double[][][] RULES = {rule(8), rule(12), rule(24)};
    private static final double[] NODES = nodes();

    private PolynomialPanel() {}

    private static double[][] rule(int points) {
        GaussIntegrator legendre = new GaussIntegratorFactory().legendre(points);
        double[][] rule = new double[2][points];
        for (int q = 0; q < points; q++) {
            rule[0][q] = 0.5 * (1 + legendre.getPoint(q));
            rule[1][q] = 0.5 * legendre.getWeight(q);
        }
        return rule;
    }

    private static double[] nodes() {
        double[] c = new double[DEGREE + 1];
        for (int i = 0; i <= DEGREE; i++) {
            c[i] = 0.5 * (1 - Math.cos(Math.PI * i / DEGREE));
        }
        return c;
    }

    /** c_i, i = 0…S; the first is 0 and the last 1. */
    static double node(int i) {
        return NODES[i];
    }

    /** The values ℓ_0(x)…ℓ_S(x) of the polynomials that are one at one node and zero at the others (barycentric formula). */
    static void basis(double x, double[] out) {
        double sum = 0;
        for (int i = 0; i <= DEGREE; i++) {
            double gap = x - NODES[i];
            if (gap == 0) {
                Arrays.fill(out, 0);
                out[i] = 1;
                return;
            }
            double weight = (i % 2 == 0 ? 1 : -1) * (i == 0 || i == DEGREE ? 0.5 : 1);
            out[i] = weight / gap;
            sum += out[i];
        }
        for (int i = 0; i <= DEGREE; i++) {
            out[i] /= sum;
        }
    }

    /** The value at x of the polynomial with the given values at the nodes. */
    static double interpolate(double[] values, double[] basis) {
        double sum = 0;
        for (int i = 0; i <= DEGREE; i++) {
            sum += basis[i] * values[i];
        }
        return sum;
    }

    /** The integrals up to one point c, of all basis polynomials and for any a. */
    static final class Integrals {
        private final double c;
        private final double[][][] basis = new double[RULES.length][][];
        private final double[] scratch = new double[DEGREE + 1];

        Integrals(double c) {
            this.c = c;
            Arrays.setAll(basis, i -> basisAt(RULES[i]));
        }

        private double[][] basisAt(double[][] rule) {
            double[][] values = new double[rule[0].length][DEGREE + 1];
            for (int q = 0; q < values.length; q++) {
                PolynomialPanel.basis(c * rule[0][q], values[q]);
            }
            return values;
        }

        /** ∫₀^c e^{−a(c−x)} ℓ_m(x) dx for m = 0…S. */
        void of(double a, double[] out) {
            Arrays.fill(out, 0);
            int place = 0;
            while (place + 1 < RULES.length && a * c > LENGTHS[place]) {
                place++;
            }
            double[][] rule = RULES[place];
            double length = a * c <= LONGEST ? c : LONGEST / a;
            for (int q = 0; q < rule[0].length; q++) {
                // measured back from c, so that the exponent keeps its accuracy where the layer is thin
                double back = length * (1 - rule[0][q]);
                double[] values = basis[place][q];
                if (length < c) {
                    PolynomialPanel.basis(c - back, scratch);
                    values = scratch;
                }
                double weight = length * rule[1][q] * Math.exp(-a * back);
                for (int m = 0; m <= DEGREE; m++) {
                    out[m] += weight * values[m];
                }
            }
        }
    }
}
