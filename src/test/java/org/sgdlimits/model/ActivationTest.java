package org.sgdlimits.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.hipparchus.CalculusFieldElement;
import org.hipparchus.special.Erf;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("validation")
final class ActivationTest {

    private static final double[] POINTS = {-2.3, -0.8, -0.1, 0.2, 1, 2.7};

    /** The rule's error as in {@link NetworkTest}. */
    @Test
    void slopesAreThoseOfTheValues() {
        for (Activation activation : List.of(
                Activation.LINEAR,
                Activation.SQUARE,
                Activation.RELU,
                Activation.ERF,
                Activation.TANH,
                Activation.SIGMOID,
                Activation.SIGN,
                Activation.GELU,
                Activation.hermite(1, 2, 3, 4, 5),
                Activation.polynomial(-1, 0.5, 0, 2))) {
            for (double x : POINTS) {
                assertEquals(
                        NetworkTest.slope(x, activation::value),
                        activation.slope(x),
                        2e-10,
                        activation.name() + " " + x);
            }
        }
    }

    @Test
    void valuesAreThoseOfTheNames() {
        for (double x : POINTS) {
            double normal = 0.5 * (1 + Erf.erf(x / Math.sqrt(2)));
            assertEquals(Erf.erf(x / Math.sqrt(2)), Activation.ERF.value(x), 1e-15);
            assertEquals(x * normal, Activation.GELU.value(x), 1e-15);
            assertEquals(1 / (1 + Math.exp(-x)), Activation.SIGMOID.value(x), 1e-16);
            assertEquals(Math.max(x, 0), Activation.RELU.value(x), 0);
            assertEquals(Math.signum(x), Activation.SIGN.value(x), 0);
            // He₃/√3! = (x³ − 3x)/√6
            assertEquals(
                    (x * x * x - 3 * x) / Math.sqrt(6),
                    Activation.hermite(0, 0, 0, 1).value(x),
                    1e-15 * 10);
        }
    }

    private static final class TanhFormula implements ActivationFormula {
        @Override
        public <T extends CalculusFieldElement<T>> T value(T x) {
            return x.tanh();
        }
    }

    private static final class GeluFormula implements ActivationFormula {
        @Override
        public <T extends CalculusFieldElement<T>> T value(T x) {
            return x.multiply(Erf.erf(x.multiply(Math.sqrt(0.5))).add(1)).multiply(0.5);
        }
    }

    /**
     * Both are the same function, so rounding alone parts them; Hipparchus' erf has a relative error of about 1e-15.
     */
    @Test
    void differentiatedFormulaEqualsTheHandWrittenActivation() {
        Activation tanh = Activation.differentiated("tanh", new TanhFormula());
        Activation gelu = Activation.differentiated("gelu", new GeluFormula());
        for (double x : POINTS) {
            assertEquals(Activation.TANH.value(x), tanh.value(x), 1e-15);
            assertEquals(Activation.TANH.slope(x), tanh.slope(x), 1e-15);
            assertEquals(Activation.GELU.value(x), gelu.value(x), 4e-15);
            assertEquals(Activation.GELU.slope(x), gelu.slope(x), 4e-15);
        }
    }

    private static boolean has(Activation activation, int sign) {
        for (double x : POINTS) {
            if (activation.value(-x) != sign * activation.value(x)) {
                return false;
            }
        }
        return true;
    }

    /** To the last bit, since no formula treats the signs differently. */
    @Test
    void parityIsThatOfTheValues() {
        for (Activation activation : List.of(
                Activation.LINEAR,
                Activation.SQUARE,
                Activation.RELU,
                Activation.ERF,
                Activation.TANH,
                Activation.SIGMOID,
                Activation.GELU,
                Activation.hermite(1, 0, 3, 0, 5),
                Activation.hermite(0, 2, 0, 4),
                Activation.hermite(1, 2, 3),
                Activation.polynomial(0.4),
                Activation.polynomial(-1, 0, 2),
                Activation.polynomial(0, 0.5, 0, 2),
                Activation.polynomial(0.5, 0, 0, 2))) {
            Activation.Parity expected = has(activation, 1)
                    ? Activation.Parity.EVEN
                    : has(activation, -1) ? Activation.Parity.ODD : Activation.Parity.NONE;
            assertEquals(expected, activation.parity(), activation.name());
        }
    }

    /** What is not known of a user's function is not claimed; a kink has rules of its own, which need no symmetry. */
    @Test
    void parityIsNotClaimedWhereItIsNotKnown() {
        assertEquals(
                Activation.Parity.NONE,
                Activation.of("sine", Math::sin, Math::cos).parity());
        assertTrue(Activation.SIGN.parity() != Activation.Parity.EVEN);
    }

    @Test
    void polynomialDropsLeadingZerosSoThatItsDegreeIsTrue() {
        Activation activation = Activation.polynomial(1, 2, 0, 0);
        assertArrayEquals(new double[] {1, 2}, activation.coefficients());
        assertEquals(Activation.Family.POLYNOMIAL, activation.family());
    }

    @Test
    void onlyActivationsWithAKinkAtZeroSaySo() {
        assertTrue(Activation.RELU.kinked());
        assertTrue(Activation.SIGN.kinked());
        assertFalse(Activation.GELU.kinked());
        assertTrue(Activation.kinkedAtZero("abs", Math::abs, Math::signum).kinked());
    }
}
