package org.sgdlimits.analysis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers and names in the sentences of an exit study. */
final class ExitWords {

    /** Standard errors have two digits, as more are noise. */
    private static final int ERROR_DIGITS = 2;

    private static final MathContext DIGITS = new MathContext(4);

    private ExitWords() {}

    /** Four significant digits, without an exponent for sizes that one reads without. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "unknown";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "infinity" : "-infinity";
        }
        double size = Math.abs(value);
        if (value != 0 && (size < 1e-4 || size >= 1e9)) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        // whole numbers keep all their digits: a count is not rounded
        BigDecimal digits = size >= 1e4 ? new BigDecimal(Math.rint(value)) : new BigDecimal(value).round(DIGITS);
        return value == 0 ? "0" : digits.stripTrailingZeros().toPlainString();
    }

    /** A value to the last digit that its standard error leaves, and the error. */
    static String plusMinus(double value, double error) {
        if (!(error > 0) || Double.isInfinite(error) || Double.isInfinite(value)) {
            return number(value);
        }
        int decimals = Math.max(0, ERROR_DIGITS - 1 - (int) Math.floor(Math.log10(error)));
        return String.format(Locale.ROOT, "%." + decimals + "f ± %." + decimals + "f", value, error);
    }

    /** A ratio to a standard error, a distance or a probability: two digits say all there is to say. */
    static String rough(double value) {
        return value >= 10 ? String.format(Locale.ROOT, "%.0f", value) : String.format(Locale.ROOT, "%.2g", value);
    }

    /** An end of an interval, as a number or that the sample does not bound it. */
    static String end(OptionalDouble end) {
        return end.isPresent() ? number(end.getAsDouble()) : "beyond the horizon";
    }

    /** The steps of a formula's exit over those at another point. */
    static double ratio(ExitTimes over, ExitTimes under, String formula) {
        return steps(over, formula) / steps(under, formula);
    }

    private static double steps(ExitTimes point, String formula) {
        EscapeFormula.Estimate estimate = point.formulas().stream()
                .filter(each -> each.name().equals(formula))
                .findFirst()
                .orElseThrow();
        return point.formula().orElseThrow().steps(estimate.flowTime());
    }
}
