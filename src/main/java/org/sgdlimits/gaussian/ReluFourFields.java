package org.sgdlimits.gaussian;

/**
 * E[1(x_1 > 0) 1(x_2 > 0) max(x_3, 0) max(x_4, 0)] of four different fields, by one integral of elementary functions.
 *
 * <p>With x_1 → t x_1 + √(1 − t²)·(an independent copy) the expectation is ½ E[1(x_2 > 0) (x_3)₊ (x_4)₊] at t = 0, and
 * its derivative is Σ_a C_1a E[∂_1 ∂_a f] (Plackett, Biometrika 41, 351 (1954)), expectations given x_1 = 0. There the
 * other fields, of variance one at t = 1, have the vectors v_a = (s ρ_a, p_a) with s² = 1 − t², ρ_a the correlation
 * with x_1 and p_a the part orthogonal to it:
 *
 * <pre>
 * 4π² dF/dt = ρ_2 (T + B_2 N_2/|v_2|)/|v_2|²
 *           + ρ_3 (B_2 v_2·v_4/|v_2| + B_3 v_3·v_4/|v_3| + B_4 |v_4|)
 *           + ρ_4 (B_2 v_2·v_3/|v_2| + B_4 v_3·v_4/|v_4| + B_3 |v_3|)
 * T = |v_2 ∧ v_3 ∧ v_4|,   N_a = (v_a ∧ v_b)·(v_a ∧ v_c),   B_a = atan2(|v_a| T, −N_a)
 * </pre>
 *
 * <p>B_a is π less the angle at a of the spherical triangle. |v|², v·v, N and T² are linear in s², with coefficients
 * from differences of unit vectors, so that close fields cost no digits. t = 1 − w² makes s smooth in w; what is left
 * are branch points near w = ±iε/√2, ε² the ratio of the coefficients of |v|², |v ∧ v|² or T². Dyadic panels from 1
 * down to the least ε have a Gauss–Legendre rule each.
 *
 * <p>Error below 1e-13 √(C_33 C_44), beyond what rounding of Ω does: the angle between x_1 and x_2 enters linearly, and
 * Ω determines small angles to √(2⁻⁵³). Cost: 12 nodes of three arctangents a panel; two panels at general Ω,
 * 1 + log₂(1/ε) up to 33 at nearly dependent fields. Reusable scratch, no allocation; not for two threads at once.
 */
final class ReluFourFields {

    private static final GaussRule RULE = GaussRule.legendre(12);

    /** The weight of the first panel is then below rounding. */
    private static final int MOST_HALVINGS = 32;

    /** Where the quadratic forms start in {@link #free} and {@link #squared}. */
    private static final int NORM = 0;

    private static final int PLANE = 3;
    private static final int VOLUME = 6;
    private static final int PRODUCT = 7;
    private static final int ANGLE = 10;

    private final SemidefiniteCholesky cholesky = new SemidefiniteCholesky(4);
    private final double[][] covariance = new double[4][4];
    private final double[] deviation = new double[4];

    /** Unit vectors of x_2, x_3, x_4: three components orthogonal to x_1, then the one along it, which s multiplies. */
    private final double[][] unit = new double[3][4];

    private final double[] third = new double[4];
    private final double[] fourth = new double[4];

    /** v_2 ∧ v_3, v_2 ∧ v_4, v_3 ∧ v_4: three components free of s, then three that s multiplies. */
    private final double[][] plane = new double[3][6];

    /** v_2 ∧ v_3 ∧ v_4: one component free of s, then three that s multiplies. */
    private final double[] volume = new double[4];

    /** |v_a|², |v_b ∧ v_c|², T², v_b·v_c and N_a are free + s² squared. */
    private final double[] free = new double[13];

    private final double[] squared = new double[13];

    /**
     * The expectation less ½ E[1(x_2 > 0) (x_3)₊ (x_4)₊].
     *
     * @param c the covariance of all fields; the four vary
     * @param first the field of x_1, the better the farther it is from the others
     */
    double change(double[][] c, int first, int second, int i, int m) {
        load(c, first, second, i, m);
        int halvings = halvings();
        double end = Math.scalb(1.0, -halvings);
        double sum = panel(0, end);
        for (int k = 0; k < halvings; k++) {
            sum += panel(end, 2 * end);
            end *= 2;
        }
        return deviation[2] * deviation[3] * sum;
    }

    private void load(double[][] c, int first, int second, int i, int m) {
        for (int row = 0; row < 4; row++) {
            double[] from = c[pick(row, first, second, i, m)];
            for (int column = 0; column < 4; column++) {
                covariance[row][column] = from[pick(column, first, second, i, m)];
            }
            deviation[row] = Math.sqrt(covariance[row][row]);
        }
        cholesky.factor(covariance);
        for (int a = 0; a < 3; a++) {
            double[] row = cholesky.lower()[a + 1];
            double length = Math.sqrt(row[0] * row[0] + row[1] * row[1] + row[2] * row[2] + row[3] * row[3]);
            for (int k = 0; k < 4; k++) {
                unit[a][k] = row[(k + 1) % 4] / length;
            }
        }
        subtract(unit[2], unit[1], third);
        wedge(unit[1], third, plane[2]);
        subtract(unit[1], unit[0], third);
        wedge(unit[0], third, plane[0]);
        subtract(unit[2], unit[0], fourth);
        wedge(unit[0], fourth, plane[1]);
        spanVolume();
        for (int a = 0; a < 3; a++) {
            int b = a == 0 ? 1 : 0;
            int d = a == 2 ? 1 : 2;
            form(NORM + a, unit[a], unit[a], 3, 1);
            form(PRODUCT + a, unit[b], unit[d], 3, 1);
            form(PLANE + a, plane[a], plane[a], 3, 1);
            form(ANGLE + a, plane[a + b - 1], plane[a + d - 1], 3, a == 1 ? -1 : 1);
        }
        form(VOLUME, volume, volume, 1, 1);
    }

    private static int pick(int position, int first, int second, int i, int m) {
        return switch (position) {
            case 0 -> first;
            case 1 -> second;
            case 2 -> i;
            default -> m;
        };
    }

    /** u ∓ v, whichever is shorter. */
    private static void subtract(double[] u, double[] v, double[] into) {
        double dot = u[0] * v[0] + u[1] * v[1] + u[2] * v[2] + u[3] * v[3];
        for (int k = 0; k < 4; k++) {
            into[k] = dot < 0 ? u[k] + v[k] : u[k] - v[k];
        }
    }

    private static void wedge(double[] u, double[] v, double[] into) {
        for (int k = 0; k < 3; k++) {
            int next = (k + 1) % 3;
            int last = (k + 2) % 3;
            into[k] = u[next] * v[last] - u[last] * v[next];
            into[3 + k] = u[3] * v[k] - v[3] * u[k];
        }
    }

    /** v_2 ∧ v_3 ∧ v_4 from v_2 and the differences to it. */
    private void spanVolume() {
        volume[0] = 0;
        for (int k = 0; k < 3; k++) {
            int next = (k + 1) % 3;
            int last = (k + 2) % 3;
            double cross = third[next] * fourth[last] - third[last] * fourth[next];
            volume[0] += unit[0][k] * cross;
            volume[1 + k] = unit[0][3] * cross - third[3] * plane[1][k] + fourth[3] * plane[0][k];
        }
    }

    private void form(int at, double[] u, double[] v, int freeComponents, int sign) {
        free[at] = 0;
        squared[at] = 0;
        for (int k = 0; k < u.length; k++) {
            double term = sign * u[k] * v[k];
            if (k < freeComponents) {
                free[at] += term;
            } else {
                squared[at] += term;
            }
        }
    }

    /** At least 1, and enough for the least ε that matters. */
    private int halvings() {
        int most = 1;
        for (int k = NORM; k < PRODUCT; k++) {
            double halvings = -0.5 * Math.getExponent(free[k] / squared[k]);
            if (free[k] > 0 && squared[k] > 0 && halvings <= MOST_HALVINGS) {
                most = Math.max(most, (int) Math.ceil(halvings));
            }
        }
        return most;
    }

    /** ∫ dF/dt dt over a panel of w, t = 1 − w². */
    private double panel(double from, double to) {
        double half = 0.5 * (to - from);
        double sum = 0;
        for (int node = 0; node < RULE.size(); node++) {
            double w = from + half * (1 + RULE.node(node));
            sum += RULE.weight(node) * w * slope(w * w * (2 - w * w));
        }
        return sum * half / (2 * Math.PI * Math.PI);
    }

    /** 4π² dF/dt at s². */
    private double slope(double s2) {
        double norm2 = Math.sqrt(at(NORM, s2));
        double norm3 = Math.sqrt(at(NORM + 1, s2));
        double norm4 = Math.sqrt(at(NORM + 2, s2));
        double volume = Math.sqrt(at(VOLUME, s2));
        double angle2 = at(ANGLE, s2);
        double arc2 = arc(norm2 * volume, angle2) / norm2;
        double arc3 = arc(norm3 * volume, at(ANGLE + 1, s2));
        double arc4 = arc(norm4 * volume, at(ANGLE + 2, s2));
        double dot = at(PRODUCT, s2);
        return unit[0][3] * (volume + arc2 * angle2) / (norm2 * norm2)
                + unit[1][3] * (arc2 * at(PRODUCT + 1, s2) + arc3 * dot / norm3 + arc4 * norm4)
                + unit[2][3] * (arc2 * at(PRODUCT + 2, s2) + arc4 * dot / norm4 + arc3 * norm3);
    }

    /** π less an angle of the triangle; two coinciding vertices share π between them. */
    private static double arc(double sine, double cosine) {
        return sine == 0 && cosine == 0 ? 0.5 * Math.PI : Math.atan2(sine, -cosine);
    }

    private double at(int form, double s2) {
        return free[form] + s2 * squared[form];
    }
}
