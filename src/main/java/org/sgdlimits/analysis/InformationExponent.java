package org.sgdlimits.analysis;

import java.util.OptionalInt;
import org.sgdlimits.gaussian.Hermite;
import org.sgdlimits.model.Activation;

/**
 * The orthonormal Hermite coefficients of an activation and the first n ≥ 1 with c_n ≠ 0, which decides how long SGD searches
 * (Ben Arous, Gheissari, Jagannath 2021).
 *
 * @param coefficients c_0 … c_N
 * @param exponent the information exponent; empty when no coefficient up to N differs from zero
 */
public record InformationExponent(double[] coefficients, OptionalInt exponent) {

    private static final int MAX_DEGREE = 8;

    /** Coefficients this small against the largest are quadrature error. */
    private static final double NEGLIGIBLE = 1e-8;

    /** Of one activation, by Gauss–Hermite quadrature. */
    public static InformationExponent of(Activation activation) {
        double[] coefficients = Hermite.coefficients(activation::value, MAX_DEGREE);
        double largest = 0;
        for (double coefficient : coefficients) {
            largest = Math.max(largest, Math.abs(coefficient));
        }
        for (int n = 1; n < coefficients.length; n++) {
            if (Math.abs(coefficients[n]) > NEGLIGIBLE * largest) {
                return new InformationExponent(coefficients, OptionalInt.of(n));
            }
        }
        return new InformationExponent(coefficients, OptionalInt.empty());
    }
}
