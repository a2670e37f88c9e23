package org.sgdlimits.report;

import java.util.Arrays;
import java.util.Objects;

/**
 * One axis of a figure.
 *
 * @param label name with its unit, such as "time τ (steps / d)"
 * @param logarithmic whether equal ratios have equal lengths; values ≤ 0 cannot be drawn then and leave gaps
 * @param min lower end, or NaN to take it from the data
 * @param max upper end, or NaN to take it from the data
 */
public record Axis(String label, boolean logarithmic, double min, double max) {

    /** Throws IllegalArgumentException when an end is infinite, not below the other, or ≤ 0 on a logarithmic axis. */
    public Axis {
        Objects.requireNonNull(label, "label");
        requireEnd("min", min, logarithmic);
        requireEnd("max", max, logarithmic);
        if (min >= max) {
            throw new IllegalArgumentException(
                    "axis \"" + label + "\": min: expected a number below max = " + max + ", got " + min);
        }
    }

    /** A linear axis that fits its data. */
    public static Axis linear(String label) {
        return new Axis(label, false, Double.NaN, Double.NaN);
    }

    /** A logarithmic axis that fits its data. */
    public static Axis log(String label) {
        return new Axis(label, true, Double.NaN, Double.NaN);
    }

    /** This axis with its lower end fixed. */
    public Axis from(double lower) {
        return new Axis(label, logarithmic, lower, max);
    }

    /** This axis with its upper end fixed. */
    public Axis to(double upper) {
        return new Axis(label, logarithmic, min, upper);
    }

    /** Whether a value has a place on this axis: finite, and positive if the axis is logarithmic. */
    public boolean canShow(double value) {
        return Double.isFinite(value) && (!logarithmic || value > 0);
    }

    /** Edges of cells around increasing centres: midpoints in the scale of this axis, the first and last cell symmetric. */
    double[] edges(double[] centres) {
        int last = centres.length - 1;
        double[] edges = new double[last + 2];
        double half = logarithmic ? 0.5 * Math.log(10) : 0.5; // of a lone cell: a decade, or one unit
        for (int i = 1; i <= last; i++) {
            edges[i] = 0.5 * (scaled(centres[i - 1]) + scaled(centres[i]));
        }
        edges[0] = last == 0 ? scaled(centres[0]) - half : 2 * scaled(centres[0]) - edges[1];
        edges[last + 1] = last == 0 ? scaled(centres[0]) + half : 2 * scaled(centres[last]) - edges[last];
        return logarithmic ? Arrays.stream(edges).map(Math::exp).toArray() : edges;
    }

    private double scaled(double value) {
        return logarithmic ? Math.log(value) : value;
    }

    private static void requireEnd(String name, double value, boolean logarithmic) {
        if (Double.isInfinite(value) || (logarithmic && value <= 0)) {
            throw new IllegalArgumentException("axis " + name + ": expected a finite number"
                    + (logarithmic ? " > 0 (the axis is logarithmic)" : "") + ", or NaN to fit the data, got " + value);
        }
    }
}
