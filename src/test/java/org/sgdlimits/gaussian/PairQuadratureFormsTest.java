package org.sgdlimits.gaussian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.special.Erf;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("validation")
final class PairQuadratureFormsTest {

    @Test
    void reluMatchesItsClosedFormsAtEveryRank() {
        // Piecewise quadratic on every arc: rounding, times the condition of the angle.
        assertMatches(forms(x -> Math.max(x, 0), x -> x > 0 ? 1 : 0, true, 20), new ReluForms(), 2e-14);
    }

    @Test
    void erfMatchesItsClosedFormsAtEveryRank() {
        // Hermite coefficients at variance v fall like (v/(1 + v))^{n/2} and the rule errs from n = 2·order on; v ≤
        // 2.25.
        assertMatches(
                forms(x -> Erf.erf(x / Math.sqrt(2)), x -> Math.sqrt(2 / Math.PI) * Math.exp(-0.5 * x * x), false, 100),
                new ErfForms(),
                1e-13);
    }

    @Test
    void polynomialMatchesItsClosedFormsAtEveryRank() {
        double[] cubic = {0.3, -1, 0.5, 0.2};
        assertMatches(
                forms(x -> 0.3 + x * (-1 + x * (0.5 + x * 0.2)), x -> -1 + x * (1 + x * 0.6), false, 10),
                new PolynomialForms(new double[][] {cubic, cubic, cubic, cubic}),
                1e-13);
    }

    @Test
    void companionEstimatesTheError() {
        double[][] omega = Covariances.GENERAL;
        double exact = new ErfForms().product(omega, 0, 3);
        for (int order = 8; order <= 20; order += 4) {
            PairQuadratureForms forms = forms(
                    x -> Erf.erf(x / Math.sqrt(2)), x -> Math.sqrt(2 / Math.PI) * Math.exp(-0.5 * x * x), false, order);
            double error = Math.abs(forms.product(omega, 0, 3) - exact);
            double estimate =
                    Math.abs(forms.product(omega, 0, 3) - forms.companion().product(omega, 0, 3));
            assertTrue(error <= 2 * estimate, "order " + order + ": error " + error + ", estimate " + estimate);
        }
    }

    @Test
    @Tag("regression")
    void fourFieldsSayWhatToUse() {
        PairQuadratureForms forms = forms(Math::tanh, x -> 1 - Math.tanh(x) * Math.tanh(x), false, 20);
        assertFalse(forms.hasFourFieldForm());
        assertThrows(
                UnsupportedOperationException.class,
                () -> forms.slopeSlopeProductProduct(Covariances.GENERAL, 0, 1, 2, 3));
        DoubleUnaryOperator[] one = {Math::tanh};
        var error = assertThrows(
                IllegalArgumentException.class,
                () -> new PairQuadratureForms(one, new DoubleUnaryOperator[0], new boolean[1], 20));
        assertTrue(error.getMessage().contains("expected 1 entries, one for each activation, got 0 and 1"));
    }

    private static void assertMatches(FieldForms forms, FieldForms exact, double tolerance) {
        for (double[][] w : Covariances.FIELDS) {
            double[][] omega = Covariances.of(w);
            for (int i = 0; i < 4; i++) {
                for (int l = 0; l < 4; l++) {
                    String what = Arrays.deepToString(w) + " at " + i + ", " + l;
                    assertEquals(exact.product(omega, i, l), forms.product(omega, i, l), tolerance, what);
                    assertEquals(exact.slopeProduct(omega, i, l), forms.slopeProduct(omega, i, l), tolerance, what);
                    for (int a = 0; a < 4; a++) {
                        assertEquals(
                                exact.slopeFieldProduct(omega, i, a, l),
                                forms.slopeFieldProduct(omega, i, a, l),
                                tolerance,
                                what + ", field " + a);
                    }
                }
            }
        }
    }

    private static PairQuadratureForms forms(
            DoubleUnaryOperator activation, DoubleUnaryOperator slope, boolean kink, int order) {
        DoubleUnaryOperator[] activations = new DoubleUnaryOperator[4];
        DoubleUnaryOperator[] slopes = new DoubleUnaryOperator[4];
        boolean[] kinked = new boolean[4];
        Arrays.fill(activations, activation);
        Arrays.fill(slopes, slope);
        Arrays.fill(kinked, kink);
        return new PairQuadratureForms(activations, slopes, kinked, order);
    }
}
