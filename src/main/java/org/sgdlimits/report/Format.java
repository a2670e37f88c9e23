package org.sgdlimits.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as a reader of a report wants them: four significant digits, powers of ten when they are long. */
public final class Format {

    private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);
    private static final MathContext TWO_DIGITS = new MathContext(2, RoundingMode.HALF_EVEN);
    private static final double SMALLEST_PLAIN = 1e-3;
    private static final double LARGEST_PLAIN = 1e5;
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private Format() {}

    /**
     * The number with at most four significant digits and no trailing zeros: 0.01234, 56.7, −1.2×10⁻⁵. Powers of ten
     * stand for sizes below 10⁻³ and from 10⁵ on; NaN is a dash, infinities are ±∞.
     */
    public static String number(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "−∞";
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(FOUR_DIGITS).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        String text = exponent >= -3 && exponent < 5
                ? rounded.toPlainString()
                : rounded.movePointLeft(exponent).toPlainString() + "×10" + superscript(exponent);
        return text.replace('-', '−');
    }

    /**
     * A value with its uncertainty to two digits, and the value to the last of them: 1.174 ± 0.040. Sizes that {@link #number}
     * writes with powers of ten, and uncertainties that are not positive, are both as it writes them.
     */
    public static String plusMinus(double value, double uncertainty) {
        if (!(uncertainty >= SMALLEST_PLAIN && uncertainty < LARGEST_PLAIN && Math.abs(value) < LARGEST_PLAIN)) {
            return number(value) + " ± " + number(uncertainty);
        }
        BigDecimal error = new BigDecimal(uncertainty).round(TWO_DIGITS);
        int exponent = error.precision() - error.scale() - 1;
        int decimals = Math.max(0, 1 - exponent);
        return (new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString() + " ± "
                        + error.setScale(decimals, RoundingMode.HALF_EVEN).toPlainString())
                .replace('-', '−');
    }

    private static String superscript(int exponent) {
        StringBuilder out = new StringBuilder(4);
        if (exponent < 0) {
            out.append('⁻');
        }
        Integer.toString(Math.abs(exponent)).chars().forEach(c -> out.append(SUPERSCRIPTS.charAt(c - '0')));
        return out.toString();
    }
}
