package org.sgdlimits.gaussian;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * g_i(x) = Σ_c coefficients[i][c] x^c, each field its own polynomial: exact by Isserlis' theorem. Every product of up
 * to four polynomials is a polynomial in the covariances of their fields, worked out at the first call for each choice
 * of polynomials (fields of equal polynomials share it) and only evaluated from then on; coinciding indices are fields
 * of covariance C_ii. Calls allocate nothing after the first.
 *
 * <p>The number of terms grows like degree⁶ for four fields, so that degrees above 6 have no four-field form here: a
 * {@link TensorGaussHermite} of order 2·degree is exact and cheaper. Coefficients of alternating sign (Hermite
 * polynomials) cancel: expect a relative error of the order of ε Π_i Σ_c |coefficients[i][c]| E|x|^c.
 */
public final class PolynomialForms implements FieldForms {

    private static final int MOST_DEGREE = 40;
    private static final int MOST_FOUR_FIELD_DEGREE = 6;

    private final int degree;
    private final int[] value;
    private final int[] slope;
    private final int one;
    private final int field;
    private final double[][] distinct;

    /**
     * What was worked out, by the first two and the last two polynomials. Threads may race to fill an entry: they write
     * equal values, each wholly built before it is stored.
     */
    private final CovariancePolynomial[][] known;

    private final ThreadLocal<double[]> covariances =
            ThreadLocal.withInitial(() -> new double[CovariancePolynomial.COVARIANCES]);

    /**
     * One polynomial a field, by its coefficients of x⁰, x¹, ….
     *
     * @throws IllegalArgumentException if a polynomial is empty, not finite or of a degree above 40
     */
    public PolynomialForms(double[][] coefficients) {
        Arguments.atLeast(1, coefficients.length, "coefficients.length", "give one polynomial a field");
        List<double[]> found = new ArrayList<>();
        this.one = indexOf(new double[] {1}, found);
        this.field = indexOf(new double[] {0, 1}, found);
        this.value = new int[coefficients.length];
        this.slope = new int[coefficients.length];
        int most = 0;
        for (int i = 0; i < coefficients.length; i++) {
            double[] polynomial = trimmed(coefficients[i], i);
            most = Math.max(most, polynomial.length - 1);
            value[i] = indexOf(polynomial, found);
            slope[i] = indexOf(derivative(polynomial), found);
        }
        this.degree = most;
        this.distinct = found.toArray(new double[0][]);
        this.known = new CovariancePolynomial[distinct.length * distinct.length][];
    }

    @Override
    public double product(double[][] omega, int i, int l) {
        return pair(omega, value[i], value[l], i, l);
    }

    @Override
    public double slopeProduct(double[][] omega, int j, int l) {
        return pair(omega, slope[j], slope[l], j, l);
    }

    @Override
    public double slopeFieldProduct(double[][] omega, int j, int a, int i) {
        return polynomial(slope[j], field, value[i], one).at(gather(omega, j, a, i, i));
    }

    @Override
    public double slopeSlopeProductProduct(double[][] omega, int j, int l, int i, int m) {
        if (!hasFourFieldForm()) {
            throw new UnsupportedOperationException("polynomial of degree " + degree + ": four-field products are"
                    + " expanded up to degree " + MOST_FOUR_FIELD_DEGREE + "; use TensorGaussHermite of order "
                    + 2 * degree + ", which is exact");
        }
        return polynomial(slope[j], slope[l], value[i], value[m]).at(gather(omega, j, l, i, m));
    }

    @Override
    public boolean hasFourFieldForm() {
        return degree <= MOST_FOUR_FIELD_DEGREE;
    }

    @Override
    public String describe() {
        return "polynomials up to degree " + degree + ", exact by Isserlis' theorem";
    }

    private double pair(double[][] omega, int f, int g, int i, int l) {
        return polynomial(f, g, one, one).at(gather(omega, i, l, l, l));
    }

    /** The covariances of the fields in slots 0 to 3, in the order of {@link CovariancePolynomial#position}. */
    private double[] gather(double[][] omega, int f0, int f1, int f2, int f3) {
        double[] c = covariances.get();
        c[0] = omega[f0][f0];
        c[1] = omega[f0][f1];
        c[2] = omega[f0][f2];
        c[3] = omega[f0][f3];
        c[4] = omega[f1][f1];
        c[5] = omega[f1][f2];
        c[6] = omega[f1][f3];
        c[7] = omega[f2][f2];
        c[8] = omega[f2][f3];
        c[9] = omega[f3][f3];
        return c;
    }

    private CovariancePolynomial polynomial(int f0, int f1, int f2, int f3) {
        int size = distinct.length;
        CovariancePolynomial[] row = known[f0 * size + f1];
        if (row == null) {
            row = new CovariancePolynomial[size * size];
            known[f0 * size + f1] = row;
        }
        CovariancePolynomial entry = row[f2 * size + f3];
        if (entry == null) {
            entry = CovariancePolynomial.of(distinct[f0], distinct[f1], distinct[f2], distinct[f3]);
            row[f2 * size + f3] = entry;
        }
        return entry;
    }

    private static int indexOf(double[] polynomial, List<double[]> found) {
        for (int i = 0; i < found.size(); i++) {
            if (Arrays.equals(found.get(i), polynomial)) {
                return i;
            }
        }
        found.add(polynomial);
        return found.size() - 1;
    }

    private static double[] trimmed(double[] polynomial, int index) {
        int length = polynomial.length;
        while (length > 1 && polynomial[length - 1] == 0) {
            length--;
        }
        String name = "coefficients[" + index + "]";
        Arguments.inRange(1, MOST_DEGREE + 1, length, name + ".length", "give a polynomial of degree 40 at most");
        for (double c : polynomial) {
            if (!Double.isFinite(c)) {
                throw new IllegalArgumentException(name + ": expected finite coefficients, got "
                        + Arrays.toString(polynomial) + "; give one number for each power of x");
            }
        }
        return Arrays.copyOf(polynomial, length);
    }

    private static double[] derivative(double[] polynomial) {
        double[] result = new double[Math.max(1, polynomial.length - 1)];
        for (int c = 1; c < polynomial.length; c++) {
            result[c - 1] = c * polynomial[c];
        }
        return result;
    }
}
