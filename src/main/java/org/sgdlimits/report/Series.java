package org.sgdlimits.report;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * What is drawn in a figure: a line, a band, points or a grid of coloured cells. Values that an axis cannot show (NaN, infinite, or ≤ 0 on a
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
     * out, its marker stays. {@code labels} stand beside the markers: one for each, or none at all.
     */
    record Points(
            String name, Colour colour, double[] x, double[] y, double[] lower, double[] upper, List<String> labels)
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
            labels = List.copyOf(labels);
            if (!labels.isEmpty() && labels.size() != x.length) {
                throw new IllegalArgumentException("series \"" + name + "\": labels: expected " + x.length
                        + ", one for each x, or none, got " + labels.size());
            }
        }

        /** Markers without labels. */
        public Points(String name, Colour colour, double[] x, double[] y, double[] lower, double[] upper) {
            this(name, colour, x, y, lower, upper, List.of());
        }

        /** These markers with a text beside each, such as "optimal point"; an empty text is none. */
        public Points labelled(String... texts) {
            return new Points(name, colour, x, y, lower, upper, List.of(texts));
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

    /**
     * A map of a quantity: the cell around (x_i, y_j) has the colour of values[j][i] and bears texts[j][i], which may be
     * empty. Edges lie midway between the centres in the scale of the axes and the end cells are symmetric, so lines and
     * points of the same figure lie over the cells at their true coordinates. A value that is not finite draws nothing.
     *
     * @param name the quantity, stands at the colour bar
     * @param x centres of the columns, increasing
     * @param y centres of the rows, increasing
     * @param values values[j][i] at (x_i, y_j), read in cells of kind VALUE only
     * @param texts short texts on the cells, of the same shape
     * @param kinds what the cells stand for, of the same shape
     */
    record Cells(String name, double[] x, double[] y, double[][] values, String[][] texts, Kind[][] kinds)
            implements Series {

        /** What a cell stands for. */
        public enum Kind {
            /** A value, shown by its colour. */
            VALUE,
            /** Nothing was learned there: grey with a cross, or with the text of the cell in its place. */
            UNLEARNED,
            /** Nothing is known there, nothing is drawn. */
            MISSING
        }

        public Cells {
            requireNamed(name, Colour.GREY);
            requireIncreasing(name, "x", x);
            requireIncreasing(name, "y", y);
            requireShape(
                    name,
                    "values",
                    Arrays.stream(values).mapToInt(row -> row.length).toArray(),
                    x,
                    y);
            requireShape(
                    name,
                    "texts",
                    Arrays.stream(texts).mapToInt(row -> row.length).toArray(),
                    x,
                    y);
            requireShape(
                    name,
                    "kinds",
                    Arrays.stream(kinds).mapToInt(row -> row.length).toArray(),
                    x,
                    y);
            x = x.clone();
            y = y.clone();
            values = copy(values, double[]::clone);
            texts = copy(texts, String[]::clone);
            kinds = copy(kinds, Kind[]::clone);
        }

        /** The colour of the cells without a value; the others take theirs from the colour scale. */
        @Override
        public Colour colour() {
            return Colour.GREY;
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
        public double[][] values() {
            return copy(values, double[]::clone);
        }

        @Override
        public String[][] texts() {
            return copy(texts, String[]::clone);
        }

        @Override
        public Kind[][] kinds() {
            return copy(kinds, Kind[]::clone);
        }

        private static <T> T[] copy(T[] rows, UnaryOperator<T> copyOfRow) {
            T[] copy = rows.clone();
            Arrays.setAll(copy, j -> copyOfRow.apply(rows[j]));
            return copy;
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

    private static void requireIncreasing(String series, String what, double[] centres) {
        if (centres.length == 0) {
            throw new IllegalArgumentException(
                    "series \"" + series + "\": " + what + ": expected one centre or more, got none");
        }
        for (int i = 0; i < centres.length; i++) {
            if (!Double.isFinite(centres[i]) || (i > 0 && centres[i] <= centres[i - 1])) {
                throw new IllegalArgumentException("series \"" + series + "\": " + what
                        + ": expected finite centres, each above the one before, got " + centres[i] + " at index " + i);
            }
        }
    }

    private static void requireShape(String series, String what, int[] rowLengths, double[] x, double[] y) {
        if (rowLengths.length != y.length) {
            throw new IllegalArgumentException("series \"" + series + "\": " + what + ": expected " + y.length
                    + " rows, one for each y, got " + rowLengths.length);
        }
        for (int j = 0; j < rowLengths.length; j++) {
            if (rowLengths[j] != x.length) {
                throw new IllegalArgumentException("series \"" + series + "\": " + what + "[" + j + "]: expected "
                        + x.length + " entries, one for each x, got " + rowLengths[j]);
            }
        }
    }
}
