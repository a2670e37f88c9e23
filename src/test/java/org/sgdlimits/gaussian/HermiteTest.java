package org.sgdlimits.gaussian;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("validation")
final class HermiteTest {

    /** He_3 = x³ − 3x, He_4 = x⁴ − 6x² + 3, over √3! and √4!. */
    @Test
    void lowDegreesAreTheTabulatedOnes() {
        assertEquals((8 - 6) / Math.sqrt(6), Hermite.value(3, 2), 1e-15);
        assertEquals((16 - 24 + 3) / Math.sqrt(24), Hermite.value(4, 2), 1e-15);
        assertArrayEquals(
                new double[] {3 / Math.sqrt(24), 0, -6 / Math.sqrt(24), 0, 1 / Math.sqrt(24)},
                Hermite.toMonomials(new double[] {0, 0, 0, 0, 1}),
                1e-15);
        assertArrayEquals(new double[0], Hermite.toMonomials(new double[0]));
    }

    @Test
    void monomialsAndRecurrenceAgree() {
        double[] c = {0.3, -1, 0.2, 0.7, 0, 0.4, -0.1};
        double[] monomials = Hermite.toMonomials(c);
        for (double x = -3; x <= 3; x += 0.5) {
            double direct = 0;
            double power = 0;
            for (int n = c.length - 1; n >= 0; n--) {
                direct += c[n] * Hermite.value(n, x);
                power = power * x + monomials[n];
            }
            // Powers up to 3⁶ with coefficients of order one cancel to values of order one.
            assertEquals(direct, power, 1e-13);
        }
    }

    @Test
    void coefficientsInvertTheExpansion() {
        double[] c = {0.3, -1, 0.2, 0.7, 0, 0.4, -0.1};
        double[] found = Hermite.coefficients(
                x -> {
                    double sum = 0;
                    for (int n = 0; n < c.length; n++) {
                        sum += c[n] * Hermite.value(n, x);
                    }
                    return sum;
                },
                c.length - 1);
        assertArrayEquals(c, found, 1e-13);
    }

    /**
     * relu: c_0 = 1/√(2π), c_1 = ½, c_n = (−1)^{n/2−1} (n−3)!!/√(2π n!) at even n; sign: c_1 = √(2/π), c_3 = −c_1/√6.
     */
    @Test
    void kinksAndJumpsAtZeroAreExact() {
        double norm = 1 / Math.sqrt(2 * Math.PI);
        double[] relu = Hermite.coefficients(x -> Math.max(x, 0), 6);
        assertArrayEquals(
                new double[] {norm, 0.5, norm / Math.sqrt(2), 0, -norm / Math.sqrt(24), 0, 3 * norm / Math.sqrt(720)},
                relu,
                1e-14);
        double[] sign = Hermite.coefficients(Math::signum, 3);
        assertArrayEquals(new double[] {0, 2 * norm, 0, -2 * norm / Math.sqrt(6)}, sign, 1e-14);
    }

    /** e^{ax} = e^{a²/2} Σ a^n/√n! h_n. */
    @Test
    void exponentialHasItsGeneratingFunction() {
        double a = 0.8;
        double[] found = Hermite.coefficients(x -> Math.exp(a * x), 20);
        double exact = Math.exp(0.5 * a * a);
        for (int n = 0; n <= 20; n++) {
            assertEquals(exact, found[n], 1e-13, "n = " + n);
            exact *= a / Math.sqrt(n + 1.0);
        }
    }
}
