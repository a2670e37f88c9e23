package org.sgdlimits.analysis;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;
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

    static final int MAX_DEGREE = 8;

    /** Coefficients this small against the largest are quadrature error. */
    static final double NEGLIGIBLE = 1e-8;

    /** Of one activation, by Gauss–Hermite quadrature. */
    public static InformationExponent of(Activation activation) {
        double[] coefficients = Hermite.coefficients(activation::value, MAX_DEGREE);
        InformationExponent all = new InformationExponent(coefficients, OptionalInt.empty());
        return new InformationExponent(
                coefficients,
                IntStream.range(1, coefficients.length).filter(all::has).findFirst());
    }

    /** Whether c_n is known and differs from zero beyond quadrature error. */
    boolean has(int n) {
        double largest = Arrays.stream(coefficients).map(Math::abs).max().orElse(0);
        return n < coefficients.length && Math.abs(coefficients[n]) > NEGLIGIBLE * largest;
    }
}
