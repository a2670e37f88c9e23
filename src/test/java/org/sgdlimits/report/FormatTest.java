package org.sgdlimits.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("regression")
final class FormatTest {

    @Test
    void numbersKeepFourSignificantDigits() {
        assertEquals("0.01234", Format.number(0.0123449));
        assertEquals("56.7", Format.number(56.7));
        assertEquals("12350", Format.number(12_345.6));
        assertEquals("1", Format.number(0.99999));
        assertEquals("−0.001", Format.number(-0.001));
    }

    @Test
    void longNumbersUsePowersOfTen() {
        assertEquals("1.2×10⁻⁵", Format.number(1.2e-5));
        assertEquals("−3×10¹²", Format.number(-3e12));
        assertEquals("1×10⁵", Format.number(99_999.9));
        assertEquals("4.941×10⁻³²⁴", Format.number(Double.MIN_VALUE));
    }

    @Test
    void whatIsNoNumberHasASign() {
        assertEquals("–", Format.number(Double.NaN));
        assertEquals("∞", Format.number(Double.POSITIVE_INFINITY));
        assertEquals("−∞", Format.number(Double.NEGATIVE_INFINITY));
        assertEquals("0", Format.number(-0.0));
    }

    @Test
    void anUncertaintyFollowsItsValue() {
        assertEquals("1.174 ± 0.040", Format.plusMinus(1.174, 0.04));
        assertEquals("1.15 ± 0.10", Format.plusMinus(1.1496, 0.0996));
        assertEquals("−34406 ± 2200", Format.plusMinus(-34406, 2169));
        assertEquals("34406.00 ± 0.50", Format.plusMinus(34406, 0.5));
        assertEquals("1.2×10⁻⁴ ± 1.5×10⁻⁵", Format.plusMinus(1.2e-4, 1.5e-5));
        assertEquals("2 ± 0", Format.plusMinus(2, 0));
    }
}
