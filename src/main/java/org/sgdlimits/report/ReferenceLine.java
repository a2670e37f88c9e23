package org.sgdlimits.report;

import java.util.Objects;

/**
 * A thin labelled line across the whole plot, such as an exit time or a noise floor.
 *
 * @param direction whether the line stands at an x or lies at a y
 * @param value its place on that axis; a value that the axis cannot show draws nothing
 * @param label short text beside the line, may be empty
 */
public record ReferenceLine(Direction direction, double value, String label) {

    /** Direction of a reference line. */
    public enum Direction {
        VERTICAL,
        HORIZONTAL
    }

    public ReferenceLine {
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(label, "label");
    }

    /** A line at {@code x} from bottom to top. */
    public static ReferenceLine vertical(double x, String label) {
        return new ReferenceLine(Direction.VERTICAL, x, label);
    }

    /** A line at {@code y} from left to right. */
    public static ReferenceLine horizontal(double y, String label) {
        return new ReferenceLine(Direction.HORIZONTAL, y, label);
    }
}
