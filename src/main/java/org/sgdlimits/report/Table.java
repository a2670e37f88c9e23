package org.sgdlimits.report;

import java.util.List;
import java.util.Objects;

/**
 * A table of a page.
 *
 * @param caption what the table holds, may be empty
 * @param header names of the columns
 * @param rows cells, as many in each row as in the header
 */
public record Table(String caption, List<String> header, List<List<Cell>> rows) {

    /** Throws IllegalArgumentException when a row is not as long as the header. */
    public Table {
        Objects.requireNonNull(caption, "caption");
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).size() != header.size()) {
                throw new IllegalArgumentException("table row " + (i + 1) + ": expected " + header.size()
                        + " cells, one for each column, got " + rows.get(i).size());
            }
        }
    }

    /**
     * A cell.
     *
     * @param text what it says, without markup
     * @param status its grade
     * @param number whether it stands right-aligned with the figures of its column
     */
    public record Cell(String text, Status status, boolean number) {

        public Cell {
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(status, "status");
        }

        /** A cell of words. */
        public static Cell of(String text) {
            return new Cell(text, Status.NONE, false);
        }

        /** A cell of words with a grade. */
        public static Cell of(String text, Status status) {
            return new Cell(text, status, false);
        }

        /** A cell with a number in the form of {@link Format#number}. */
        public static Cell of(double value) {
            return new Cell(Format.number(value), Status.NONE, true);
        }
    }
}
