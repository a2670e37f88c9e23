package org.sgdlimits.report;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A figure as data: the interactive chart of a page and the SVG file for a paper are both drawn from it, by the same
 * script ({@code figure.js}).
 *
 * @param id name of its SVG file and anchor in the page: a letter, then letters, digits, {@code -} and {@code _}
 * @param title short title; stands in the page beside the drawing, not in it
 * @param caption what is shown, in a sentence or two
 * @param x horizontal axis
 * @param y vertical axis
 * @param series drawn in this order within their kind: cells below bands below lines below points; around cells, at most one
 *     grid of them, the axes fit the cells and the points, and lines end at the edge
 * @param referenceLines thin labelled lines across the plot
 */
public record Figure(
        String id,
        String title,
        String caption,
        Axis x,
        Axis y,
        List<Series> series,
        List<ReferenceLine> referenceLines) {

    private static final Pattern ID = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

    /**
     * Throws IllegalArgumentException when {@code id} cannot be a file name and an anchor, when there is more than one grid of
     * cells, or when an axis cannot show the centres of its cells.
     */
    public Figure {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(caption, "caption");
        Objects.requireNonNull(x, "x");
        Objects.requireNonNull(y, "y");
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "figure id: expected a letter, then letters, digits, - and _, got \"" + id + "\"");
        }
        series = List.copyOf(series);
        referenceLines = List.copyOf(referenceLines);
        requireOneGridAtMost(id, x, y, series);
    }

    /** A figure without reference lines. */
    public Figure(String id, String title, String caption, Axis x, Axis y, List<Series> series) {
        this(id, title, caption, x, y, series, List.of());
    }

    /** This figure with these reference lines in place of its own. */
    public Figure with(ReferenceLine... lines) {
        return new Figure(id, title, caption, x, y, series, List.of(lines));
    }

    private static void requireOneGridAtMost(String id, Axis x, Axis y, List<Series> series) {
        List<Series.Cells> grids = series.stream()
                .filter(Series.Cells.class::isInstance)
                .map(Series.Cells.class::cast)
                .toList();
        if (grids.size() > 1) {
            throw new IllegalArgumentException("figure \"" + id + "\": expected one grid of cells at most, got "
                    + grids.size() + "; give each a figure of its own");
        }
        for (Series.Cells cells : grids) {
            // Centres increase, so the first is the one that a logarithmic axis cannot show.
            if (!x.canShow(cells.x()[0]) || !y.canShow(cells.y()[0])) {
                throw new IllegalArgumentException(
                        "figure \"" + id + "\": expected centres of cells > 0 on a logarithmic axis, got the first at ("
                                + cells.x()[0] + ", " + cells.y()[0] + "); use a linear axis");
            }
        }
    }
}
