package org.sgdlimits.gaussian;

/**
 * g(x) = max(x, 0), g' = 1(x > 0), g'(0) = 0, at every field: the arc-cosine forms (Cho & Saul, NIPS 2009). With
 * s_il = √(C_ii C_ll − C_il²) and φ_il = atan2(s_il, C_il) the angle between two fields,
 *
 * <pre>
 * E[g_i g_l]           = (s_il + (π − φ_il) C_il) / 2π
 * E[g_j' g_l']         = (π − φ_jl) / 2π
 * E[g_j' x_a g_i]      = ((π − φ_ji) C_ai + s_ji C_aj / C_jj) / 2π
 * E[g_j' g_i g_m]      = C_im P_jim + (C_ji s_jm + C_jm s_ji) / (4π C_jj) + s_im / 4π
 * E[g_j' g_l' g_i²]    = C_ii P_jli + (a s_ji/σ_j + b s_li/σ_l + (2ab − r (a² + b²))/s) / 4π,
 *                        a = C_ji/σ_j,  b = C_li/σ_l,  r = cos φ_jl,  s = sin φ_jl,
 *                        P_jim = (2π − φ_ji − φ_jm − φ_im) / 4π the orthant probability
 * </pre>
 *
 * the last three by Gaussian integration by parts. None is singular at aligned, opposite or vanishing fields. As
 * g' g = g, E[g_j' g_l' g_i g_m] reduces to three fields when a slope's field is aligned with another; else {@link
 * ReluFourFields} integrates. The angle of fields aligned to within rounding is taken to be 0 or π: the covariances
 * themselves determine it to √ε only.
 */
public final class ReluForms implements FieldForms {

    private final ThreadLocal<ReluFourFields> fourFields = ThreadLocal.withInitial(ReluFourFields::new);

    @Override
    public double product(double[][] omega, int i, int l) {
        return (FieldAngle.sine(omega, i, l) + arc(omega, i, l) * omega[i][l]) / (2 * Math.PI);
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
        double kink = FieldAngle.sine(omega, j, i) * (omega[j][a] / omega[j][j]);
        return (arc(omega, j, i) * omega[a][i] + kink) / (2 * Math.PI);
    }

    @Override
    public double slopeSlopeProductProduct(double[][] omega, int j, int l, int i, int m) {
        if (vanishes(omega, j) || vanishes(omega, l) || vanishes(omega, i) || vanishes(omega, m)) {
            return 0;
        }
        if (opposite(omega, j, l)
                || opposite(omega, j, i)
                || opposite(omega, j, m)
                || opposite(omega, l, i)
                || opposite(omega, l, m)
                || opposite(omega, i, m)) {
            return 0;
        }
        if (aligned(omega, j, l) || aligned(omega, l, i) || aligned(omega, l, m)) {
            return slopeProductProduct(omega, j, i, m);
        }
        if (aligned(omega, j, i) || aligned(omega, j, m)) {
            return slopeProductProduct(omega, l, i, m);
        }
        if (i == m) {
            return slopeSlopeSquare(omega, j, l, i);
        }
        boolean swap = distance(omega, l, j, i, m) > distance(omega, j, l, i, m);
        int first = swap ? l : j;
        int second = swap ? j : l;
        return 0.5 * slopeProductProduct(omega, second, i, m) + fourFields.get().change(omega, first, second, i, m);
    }

    @Override
    public boolean hasFourFieldForm() {
        return true;
    }

    @Override
    public String describe() {
        return "relu, arc-cosine forms of two and three fields, a one-dimensional integral for four";
    }

    private static double slopeProductProduct(double[][] c, int j, int i, int m) {
        if (vanishes(c, j) || vanishes(c, i) || vanishes(c, m)) {
            return 0;
        }
        double kinks = (c[j][i] / c[j][j]) * FieldAngle.sine(c, j, m)
                + (c[j][m] / c[j][j]) * FieldAngle.sine(c, j, i)
                + FieldAngle.sine(c, i, m);
        return c[i][m] * orthant(c, j, i, m) + kinks / (4 * Math.PI);
    }

    /** E[g_j' g_l' g_i²] of fields j and l that are not aligned. */
    private static double slopeSlopeSquare(double[][] c, int j, int l, int i) {
        double sigmaJ = Math.sqrt(c[j][j]);
        double sigmaL = Math.sqrt(c[l][l]);
        double a = c[j][i] / sigmaJ;
        double b = c[l][i] / sigmaL;
        double cosine = c[j][l] / (sigmaJ * sigmaL);
        double sine = FieldAngle.sine(c, j, l) / (sigmaJ * sigmaL);
        // 2ab − r (a² + b²) through the difference or the sum of a and b, one of which is of the order of a small sine.
        double gap = cosine < 0 ? a + b : a - b;
        double kink = (a * a + b * b) * sine / (1 + Math.abs(cosine)) - gap * gap / sine;
        double kinks = a * FieldAngle.sine(c, j, i) / sigmaJ
                + b * FieldAngle.sine(c, l, i) / sigmaL
                + (cosine < 0 ? -kink : kink);
        return c[i][i] * orthant(c, j, l, i) + kinks / (4 * Math.PI);
    }

    private static double orthant(double[][] c, int j, int i, int m) {
        return (arc(c, j, i) + arc(c, j, m) + arc(c, i, m) - Math.PI) / (4 * Math.PI);
    }

    /** The square of the sine of the least angle between a field and the three others. */
    private static double distance(double[][] c, int j, int l, int i, int m) {
        return Math.min(sineSquare(c, j, l), Math.min(sineSquare(c, j, i), sineSquare(c, j, m)));
    }

    private static double sineSquare(double[][] c, int j, int l) {
        double sine = FieldAngle.sine(c, j, l);
        return sine * sine / (c[j][j] * c[l][l]);
    }

    private static boolean aligned(double[][] c, int i, int l) {
        return c[i][l] > 0 && FieldAngle.sine(c, i, l) == 0;
    }

    private static boolean opposite(double[][] c, int i, int l) {
        return c[i][l] < 0 && FieldAngle.sine(c, i, l) == 0;
    }

    private static boolean vanishes(double[][] c, int i) {
        return !(c[i][i] > 0);
    }

    /** π − φ. */
    private static double arc(double[][] c, int i, int l) {
        return i == l ? Math.PI : Math.atan2(FieldAngle.sine(c, i, l), -c[i][l]);
    }
}
