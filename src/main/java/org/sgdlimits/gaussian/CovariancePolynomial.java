package org.sgdlimits.gaussian;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * E[f_0(x_0) f_1(x_1) f_2(x_2) f_3(x_3)] of four polynomials as a polynomial in the ten covariances of their fields.
 * By Isserlis' theorem
 *
 * <p>E[x_0^{n_0} … x_3^{n_3}] = Σ_k Π_a n_a! / (Π_{a&lt;b} k_ab! Π_a 2^{k_aa} k_aa!) Π_{a≤b} C_ab^{k_ab},
 *
 * <p>the sum over symmetric nonnegative integer k with 2 k_aa + Σ_{b≠a} k_ab = n_a: k_ab counts the pairs of a's and
 * b's. Built once, at a cost of its number of terms, and immutable from then on.
 */
final class CovariancePolynomial {

    static final int SLOTS = 4;
    static final int COVARIANCES = 10;

    /** Covariance (a, b), a ≤ b, has the position ROW[a] + b. */
    private static final int[] ROW = {0, 3, 5, 6};

    private final double[] coefficients;

    /** The covariances of each term's product, one after the other; term t's end before ends[t]. */
    private final int[] factors;

    private final int[] ends;

    private CovariancePolynomial(double[] coefficients, int[] factors, int[] ends) {
        this.coefficients = coefficients;
        this.factors = factors;
        this.ends = ends;
    }

    static int position(int a, int b) {
        return ROW[a] + b;
    }

    /** Each polynomial by its coefficients of x⁰, x¹, …; the constant 1 for a slot that is not used. */
    static CovariancePolynomial of(double[]... polynomials) {
        Builder builder = new Builder();
        builder.addPatterns(polynomials, new int[SLOTS], 0, 1);
        return new CovariancePolynomial(
                builder.coefficients.stream().mapToDouble(Double::doubleValue).toArray(),
                builder.factors.stream().mapToInt(Integer::intValue).toArray(),
                builder.ends.stream().mapToInt(Integer::intValue).toArray());
    }

    /** The value at the ten covariances, in the order of {@link #position}. */
    double at(double[] covariances) {
        double sum = 0;
        int from = 0;
        for (int term = 0; term < coefficients.length; term++) {
            double product = coefficients[term];
            int end = ends[term];
            for (int f = from; f < end; f++) {
                product *= covariances[factors[f]];
            }
            sum += product;
            from = end;
        }
        return sum;
    }

    int terms() {
        return coefficients.length;
    }

    private static final class Builder {

        private final List<Double> coefficients = new ArrayList<>();
        private final List<Integer> factors = new ArrayList<>();
        private final List<Integer> ends = new ArrayList<>();

        private void addPatterns(double[][] polynomials, int[] degrees, int slot, double coefficient) {
            if (slot == SLOTS) {
                addPairings(degrees, coefficient);
                return;
            }
            for (int degree = 0; degree < polynomials[slot].length; degree++) {
                if (polynomials[slot][degree] != 0) {
                    degrees[slot] = degree;
                    addPatterns(polynomials, degrees, slot + 1, coefficient * polynomials[slot][degree]);
                }
            }
        }

        private void addPairings(int[] degrees, double coefficient) {
            if (Arrays.stream(degrees).sum() % 2 == 0) {
                for (int degree : degrees) {
                    coefficient *= factorial(degree);
                }
                addPairs(degrees.clone(), new int[COVARIANCES], 0, 1, coefficient);
            }
        }

        /** Chooses k_ab, then the pairs after (a, b); what is left in a at the end pairs with itself. */
        private void addPairs(int[] left, int[] pairs, int a, int b, double coefficient) {
            if (b == SLOTS) {
                if (left[a] % 2 == 0) {
                    int own = left[a] / 2;
                    pairs[position(a, a)] = own;
                    double next = coefficient / (factorial(own) * (1L << own));
                    if (a == SLOTS - 1) {
                        addTerm(pairs, next);
                    } else {
                        addPairs(left, pairs, a + 1, a + 2, next);
                    }
                }
                return;
            }
            int most = Math.min(left[a], left[b]);
            for (int k = 0; k <= most; k++) {
                left[a] -= k;
                left[b] -= k;
                pairs[position(a, b)] = k;
                addPairs(left, pairs, a, b + 1, coefficient / factorial(k));
                left[a] += k;
                left[b] += k;
            }
        }

        private void addTerm(int[] pairs, double coefficient) {
            for (int c = 0; c < COVARIANCES; c++) {
                for (int k = 0; k < pairs[c]; k++) {
                    factors.add(c);
                }
            }
            coefficients.add(coefficient);
            ends.add(factors.size());
        }

        private static double factorial(int n) {
            double product = 1;
            for (int k = 2; k <= n; k++) {
                product *= k;
            }
            return product;
        }
    }
}
