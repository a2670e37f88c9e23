package org.sgdlimits.gaussian;

import java.util.function.DoubleUnaryOperator;

/**
 * Orthonormal Hermite polynomials h_n = He_n/√n!, E[h_n(x) h_m(x)] = δ_nm for x ~ N(0, 1), by the recurrence
 * √(n+1) h_{n+1} = x h_n − √n h_{n−1}.
 */
public final class Hermite {

    private static final int NODES = 100;

    private Hermite() {}

    /**
     * h_n(x).
     *
     * @throws IllegalArgumentException if n is negative
     */
    public static double value(int n, double x) {
        Arguments.atLeast(0, n, "n", "give the degree");
        double previous = 0;
        double current = 1;
        for (int k = 0; k < n; k++) {
            double next = (x * current - Math.sqrt(k) * previous) / Math.sqrt(k + 1.0);
            previous = current;
            current = next;
        }
        return current;
    }

    /** The coefficients of x⁰, x¹, … of Σ_n hermiteCoefficients[n] h_n. */
    public static double[] toMonomials(double[] hermiteCoefficients) {
        int length = hermiteCoefficients.length;
        double[] result = new double[length];
        double[] previous = new double[length];
        double[] current = new double[length];
        if (length > 0) {
            current[0] = 1;
        }
        for (int n = 0; n < length; n++) {
            for (int c = 0; c <= n; c++) {
                result[c] += hermiteCoefficients[n] * current[c];
            }
            for (int c = Math.min(n + 1, length - 1); c >= 0; c--) {
                double shifted = c > 0 ? current[c - 1] : 0;
                previous[c] = (shifted - Math.sqrt(n) * previous[c]) / Math.sqrt(n + 1.0);
            }
            double[] next = previous;
            previous = current;
            current = next;
        }
        return result;
    }

    /**
     * c_n = E[f(x) h_n(x)], n = 0…maxDegree, by Gauss rules of 100 nodes on either side of zero: exact to rounding for
     * polynomials and for functions made of two of them at zero (ReLU, sign), accurate for those smooth on each side.
     *
     * @throws IllegalArgumentException if {@code maxDegree} is not from 0 to 100
     */
    public static double[] coefficients(DoubleUnaryOperator f, int maxDegree) {
        Arguments.inRange(0, NODES, maxDegree, "maxDegree", "higher coefficients are beyond the quadrature");
        GaussRule rule = GaussRule.halfRange(NODES, 0);
        double[] result = new double[maxDegree + 1];
        for (int i = 0; i < rule.size(); i++) {
            double x = rule.node(i);
            double weight = rule.weight(i) / Math.sqrt(2 * Math.PI);
            double right = weight * f.applyAsDouble(x);
            double left = weight * f.applyAsDouble(-x);
            for (int n = 0; n <= maxDegree; n++) {
                result[n] += (right + (n % 2 == 0 ? left : -left)) * value(n, x);
            }
        }
        return result;
    }
}
