package org.sgdlimits.gaussian;

/**
 * The angle φ of two fields, cos φ = C_il/√(C_ii C_ll), by its sine and cosine together: to a few ulps where a rounding of C
 * lets it be known, and 0 or π where the fields are aligned to within rounding, as C determines an angle to √ε only.
 */
public final class FieldAngle {

    /** Relative size below which C_ii C_ll − C_il² is rounding. */
    private static final double NOISE = 8 * Math.ulp(1.0);

    private FieldAngle() {}

    /** φ, from 0 to π. */
    public static double of(double[][] covariance, int i, int l) {
        return i == l ? 0 : Math.atan2(sine(covariance, i, l), covariance[i][l]);
    }

    /** √(C_ii C_ll) sin φ. */
    public static double sine(double[][] covariance, int i, int l) {
        double cross = covariance[i][l];
        double square = cross * cross;
        double product = covariance[i][i] * covariance[l][l];
        // Two fused steps give the difference of the products to its own last place.
        double difference = Math.fma(covariance[i][i], covariance[l][l], -square) + Math.fma(-cross, cross, square);
        return i != l && difference > NOISE * product ? Math.sqrt(difference) : 0;
    }
}
