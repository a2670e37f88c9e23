package org.sgdlimits.gaussian;

/**
 * g(x) = max(x, 0), g' = 1(x > 0), g'(0) = 0, at every field: the arc-cosine forms (Cho & Saul, NIPS 2009). With
 * s_il = √(C_ii C_ll − C_il²) and φ_il = atan2(s_il, C_il) the angle between two fields,
 *
 * <pre>
 * E[g_i g_l]           = (s_il + (π − φ_il) C_il) / 2π
 * E[g_j' g_l']         = (π − φ_jl) / 2π
 * E[g_j' x_a g_i]      = ((π − φ_ji) C_ai + s_ji C_aj / C_jj) / 2π
 * E[g_j' g_i g_m]      = C_im P + (C_ji s_jm + C_jm s_ji) / (4π C_jj) + s_im / 4π,
 *                        P = (2π − φ_ji − φ_jm − φ_im) / 4π the orthant probability
 * </pre>
 *
 * the last two by Gaussian integration by parts. None is singular at aligned, opposite or vanishing fields. As
 * g' g = g, the four-field form reduces to the last line when an index under a slope meets another; four fields of
 * four different indices have no elementary form. The angle of fields aligned to within rounding is taken to be 0 or π:
 * the covariances themselves determine it to √ε only.
 */
public final class ReluForms implements FieldForms {

    /** Relative size below which C_ii C_ll − C_il² is rounding. */
    private static final double NOISE = 8 * Math.ulp(1.0);

    @Override
    public double product(double[][] omega, int i, int l) {
        return (sine(omega, i, l) + arc(omega, i, l) * omega[i][l]) / (2 * Math.PI);
    }

    @Override
    public double slopeProduct(double[][] omega, int j, int l) {
        return vanishes(omega, j) || vanishes(omega, l) ? 0 : arc(omega, j, l) / (2 * Math.PI);
    }

    @Override
    public double slopeFieldProduct(double[][] omega, int j, int a, int i) {
        if (vanishes(omega, j) || vanishes(omega, i)) {
            return 0;
        }
        double kink = sine(omega, j, i) * (omega[j][a] / omega[j][j]);
        return (arc(omega, j, i) * omega[a][i] + kink) / (2 * Math.PI);
    }

    /**
     * Closed when at least one of j, l coincides with the other or with i or m.
     *
     * @throws UnsupportedOperationException if j and l are different from each other and from both i and m
     */
    @Override
    public double slopeSlopeProductProduct(double[][] omega, int j, int l, int i, int m) {
        if (j == l || l == i || l == m) {
            return slopeProductProduct(omega, j, i, m);
        }
        if (j == i || j == m) {
            return slopeProductProduct(omega, l, i, m);
        }
        throw new UnsupportedOperationException("relu: E[g_" + j + "' g_" + l + "' g_" + i + " g_" + m
                + "] has no closed form when neither slope shares its field with another factor; use quadrature");
    }

    @Override
    public boolean hasFourFieldForm() {
        return false;
    }

    @Override
    public String describe() {
        return "relu, arc-cosine forms of two and three fields";
    }

    private static double slopeProductProduct(double[][] c, int j, int i, int m) {
        if (vanishes(c, j) || vanishes(c, i) || vanishes(c, m)) {
            return 0;
        }
        double orthant = (arc(c, j, i) + arc(c, j, m) + arc(c, i, m) - Math.PI) / (4 * Math.PI);
        double kinks = (c[j][i] / c[j][j]) * sine(c, j, m) + (c[j][m] / c[j][j]) * sine(c, j, i) + sine(c, i, m);
        return c[i][m] * orthant + kinks / (4 * Math.PI);
    }

    private static boolean vanishes(double[][] c, int i) {
        return !(c[i][i] > 0);
    }

    /** π − φ. */
    private static double arc(double[][] c, int i, int l) {
        return i == l ? Math.PI : Math.atan2(sine(c, i, l), -c[i][l]);
    }

    private static double sine(double[][] c, int i, int l) {
        double square = c[i][l] * c[i][l];
        double product = c[i][i] * c[l][l];
        // Two fused steps give the difference of the products to its own last place.
        double difference = Math.fma(c[i][i], c[l][l], -square) + Math.fma(-c[i][l], c[i][l], square);
        return i != l && difference > NOISE * product ? Math.sqrt(difference) : 0;
    }
}
