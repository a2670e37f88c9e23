package org.sgdlimits.model;

/**
 * What a quadrature over the fields may assume of an error signal.
 *
 * @param kind polynomial, smooth, smooth away from the hyperplanes where a field vanishes, or smooth away from other places
 * @param degree total degree of the error signal and of the loss's square root growth when it is a polynomial; 0 otherwise
 */
public record Smoothness(Kind kind, int degree) {

    /** The kinds of integrand; the kind picks the quadrature. */
    public enum Kind {
        /** Gauss–Hermite of sufficient order is exact. */
        POLYNOMIAL,
        /** Gauss–Hermite converges geometrically. */
        SMOOTH,
        /** Kinks or jumps where a field is zero: Gauss–Hermite converges slowly. */
        KINKED,
        /** Kinks or jumps elsewhere, of which a quadrature knows nothing: quasi-Monte Carlo. */
        PIECEWISE
    }

    /** A polynomial error signal of the given total degree. */
    public static Smoothness polynomial(int degree) {
        return new Smoothness(Kind.POLYNOMIAL, degree);
    }

    /** An analytic error signal. */
    public static Smoothness smooth() {
        return new Smoothness(Kind.SMOOTH, 0);
    }

    /** An error signal with kinks or jumps where a field is zero. */
    public static Smoothness kinked() {
        return new Smoothness(Kind.KINKED, 0);
    }

    /** An error signal with kinks or jumps elsewhere than where a field is zero. */
    public static Smoothness piecewise() {
        return new Smoothness(Kind.PIECEWISE, 0);
    }
}
