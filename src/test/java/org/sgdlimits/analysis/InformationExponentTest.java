package org.sgdlimits.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.model.Activation;

/** Information exponents known from the Hermite expansion. */
@Tag("validation")
final class InformationExponentTest {

    private static OptionalInt exponent(Activation activation) {
        return InformationExponent.of(activation).exponent();
    }

    @Test
    void oddAndEvenFunctionsHaveTheirs() {
        assertEquals(OptionalInt.of(1), exponent(Activation.LINEAR));
        assertEquals(OptionalInt.of(1), exponent(Activation.ERF));
        assertEquals(OptionalInt.of(1), exponent(Activation.RELU));
        assertEquals(OptionalInt.of(2), exponent(Activation.SQUARE));
        // x⁴ = He₄ + 6 He₂ + 3
        assertEquals(OptionalInt.of(2), exponent(Activation.polynomial(0, 0, 0, 0, 1)));
    }

    @Test
    void aHermitePolynomialHasItsDegree() {
        assertEquals(OptionalInt.of(3), exponent(Activation.hermite(0, 0, 0, 1)));
        // an even quartic without its second degree, and a constant that does not count
        assertEquals(OptionalInt.of(4), exponent(Activation.hermite(0.7, 0, 0, 0, 1)));
        assertEquals(OptionalInt.empty(), exponent(Activation.polynomial(2)));
    }

    /** x² = √2 He₂/√2! + 1. */
    @Test
    void theCoefficientsAreThoseOfTheOrthonormalExpansion() {
        assertArrayEquals(
                new double[] {1, 0, Math.sqrt(2), 0, 0, 0, 0, 0, 0},
                InformationExponent.of(Activation.SQUARE).coefficients(),
                1e-12);
    }
}
