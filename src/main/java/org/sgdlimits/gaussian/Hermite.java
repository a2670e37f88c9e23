package org.sgdlimits.gaussian;

import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

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

    /**
     * c_α = E[f(x) Π_r h_{α_r}(x_r)] over x ~ N(0, I_k) with each α_r = 0…maxDegree, at the index whose digits to the base
     * maxDegree + 1 are α, α_1 the first: by the product of Gauss rules on either side of zero of each x_r, exact or accurate as
     * above. Cost: (2 nodes)^k values of f, which receives an array that is written over between the calls.
     *
     * @param nodes on either side of zero; exact for f of degree at most 2·nodes − 1 − maxDegree in each x_r
     * @throws IllegalArgumentException if {@code maxDegree} is not from 0 to {@code nodes}, or {@code nodes} from 1 to 100
     */
    public static double[] coefficients(ToDoubleFunction<double[]> f, int directions, int maxDegree, int nodes) {
        Arguments.atLeast(1, directions, "directions", "give the number of variables");
        Arguments.inRange(1, NODES, nodes, "nodes", "take more nodes for more accuracy");
        Arguments.inRange(0, nodes, maxDegree, "maxDegree", "higher coefficients are beyond the quadrature");
        return coefficients(f, new double[directions], 0, maxDegree, GaussRule.halfRange(nodes, 0));
    }

    /** The coefficients in the variables from {@code r} on, at fixed values of those before. */
    private static double[] coefficients(
            ToDoubleFunction<double[]> f, double[] x, int r, int maxDegree, GaussRule rule) {
        if (r == x.length) {
            return new double[] {f.applyAsDouble(x)};
        }
        double[] result = new double[0];
        for (int i = 0; i < rule.size(); i++) {
            for (int sign = -1; sign <= 1; sign += 2) {
                double at = sign * rule.node(i);
                x[r] = at;
                double[] rest = coefficients(f, x, r + 1, maxDegree, rule);
                result = result.length > 0 ? result : new double[(maxDegree + 1) * rest.length];
                for (int n = 0; n <= maxDegree; n++) {
                    double weight = rule.weight(i) / Math.sqrt(2 * Math.PI) * value(n, at);
                    for (int m = 0; m < rest.length; m++) {
                        result[n * rest.length + m] += weight * rest[m];
                    }
                }
            }
        }
        return result;
    }
}
