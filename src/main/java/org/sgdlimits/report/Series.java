package org.sgdlimits.report;

import java.util.Objects;

/**
 * What is drawn in a figure: a line, a band or points. Values that an axis cannot show (NaN, infinite, or ≤ 0 on a
 * logarithmic axis) are gaps. Series of one name share one entry of the legend: a mean and the band around it.
 *
 * <p>Constructors copy their arrays, accessors return copies, and arrays of different lengths throw
 * IllegalArgumentException.
 */
@SuppressWarnings("ArrayRecordComponent") // the arrays are copied on the way in and on the way out
public sealed interface Series {

    /** Name in the legend. */
    String name();

    /** Colour, the same for a method in every figure. */
    Colour colour();

    /** Horizontal coordinates. */
    double[] x();

    /** A curve through the points (x_i, y_i). */
    record Line(String name, Colour colour, Stroke stroke, double[] x, double[] y) implements Series {

        public Line {
            requireNamed(name, colour);
            Objects.requireNonNull(stroke, "stroke");
            requireSameLength(name, "y", y, x);
            x = x.clone();
            y = y.clone();
        }

        /** Series number {@code index} of a figure, told from the others by colour, then by stroke. */
        public static Line of(String name, int index, double[] x, double[] y) {
            return new Line(name, Colour.of(index), Stroke.of(index), x, y);
        }

        @Override
        public double[] x() {
            return x.clone();
        }

        @Override
        public double[] y() {
            return y.clone();
        }
    }

    /** The region between the curves (x_i, lower_i) and (x_i, upper_i), translucent. */
    record Band(String name, Colour colour, double[] x, double[] lower, double[] upper) implements Series {

        public Band {
            requireNamed(name, colour);
            requireSameLength(name, "lower", lower, x);
            requireSameLength(name, "upper", upper, x);
            x = x.clone();
            lower = lower.clone();
            upper = upper.clone();
        }

        @Override
        public double[] x() {
            return x.clone();
        }

        @Override
        public double[] lower() {
            return lower.clone();
        }

        @Override
        public double[] upper() {
            return upper.clone();
        }
    }

    /**
     * Markers at (x_i, y_i) with vertical bars from lower_i to upper_i; a bar with an end that cannot be shown is left
     * out, its marker stays.
     */
    record Points(String name, Colour colour, double[] x, double[] y, double[] lower, double[] upper)
            implements Series {

        public Points {
            requireNamed(name, colour);
            requireSameLength(name, "y", y, x);
            requireSameLength(name, "lower", lower, x);
            requireSameLength(name, "upper", upper, x);
            x = x.clone();
            y = y.clone();
            lower = lower.clone();
            upper = upper.clone();
        }

        /** Markers without error bars. */
        public static Points of(String name, Colour colour, double[] x, double[] y) {
            return new Points(name, colour, x, y, y, y);
        }

        /** Markers with bars from y − halfWidth to y + halfWidth. */
        public static Points withErrors(String name, Colour colour, double[] x, double[] y, double[] halfWidth) {
            requireSameLength(name, "y", y, x);
            requireSameLength(name, "halfWidth", halfWidth, x);
            double[] lower = new double[y.length];
            double[] upper = new double[y.length];
            for (int i = 0; i < y.length; i++) {
                lower[i] = y[i] - halfWidth[i];
                upper[i] = y[i] + halfWidth[i];
            }
            return new Points(name, colour, x, y, lower, upper);
        }

        @Override
        public double[] x() {
            return x.clone();
        }

        @Override
        public double[] y() {
            return y.clone();
        }

        @Override
        public double[] lower() {
            return lower.clone();
        }

        @Override
        public double[] upper() {
            return upper.clone();
        }
    }

    private static void requireNamed(String name, Colour colour) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(colour, "colour");
        if (name.isBlank()) {
            throw new IllegalArgumentException("series name: expected a text for the legend, got \"" + name + "\"");
        }
    }

    private static void requireSameLength(String series, String what, double[] values, double[] x) {
        if (values.length != x.length) {
            throw new IllegalArgumentException("series \"" + series + "\": " + what + ": expected " + x.length
                    + " values, one for each x, got " + values.length);
        }
    }
}
