package org.sgdlimits.experiment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.StringTokenizer;
import org.sgdlimits.leastsquares.LabelledData;
import org.sgdlimits.leastsquares.SparseMatrix;

/**
 * Sparse rows with their labels as text, the format of LIBSVM and SVMlight: {@code label index:value …} a line, indices ascending
 * from 1, what follows a # left out. The largest index is the number of columns, unless more are known of. Scratch of one reading.
 *
 * <p>Every error is {@code FILE: line 3, column 2: expected …, got …}, where column 1 is the label.
 */
final class SparseText {

    /** How often the size is held against the memory. */
    private static final int ROWS_A_CHECK = 1024;

    private final Path file;
    private int line;
    private int rows;
    private int entries;
    private int columns;
    private double[] labels = new double[ROWS_A_CHECK];
    private int[] starts = new int[ROWS_A_CHECK];
    private int[] places = new int[ROWS_A_CHECK];
    private double[] values = new double[ROWS_A_CHECK];

    private SparseText(Path file, int columns) {
        this.file = file;
        this.columns = columns;
    }

    /** Whether a file's name, in lower case and without .gz, has an ending of this format. */
    static boolean isNamed(String name) {
        return name.endsWith(".svm") || name.endsWith(".libsvm") || name.endsWith(".svmlight");
    }

    /**
     * The rows of a file.
     *
     * @param columns at least, as the format leaves zeros at the end of a row out
     */
    static LabelledData read(Path file, InputStream bytes, int columns) throws IOException {
        SparseText text = new SparseText(file, columns);
        BufferedReader lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            text.line++;
            int comment = line.indexOf('#');
            StringTokenizer cells = new StringTokenizer(comment < 0 ? line : line.substring(0, comment));
            if (cells.hasMoreTokens()) {
                text.row(cells);
            }
        }
        return text.data();
    }

    private LabelledData data() {
        if (rows == 0 || entries == 0) {
            throw new UserError(
                    file + ": expected rows \"label index:value …\", found none" + (rows == 0 ? "" : " with an entry"));
        }
        MatrixFile.vectorTooLarge(columns).ifPresent(this::refuse);
        return new LabelledData(
                SparseMatrix.of(
                        columns,
                        Arrays.copyOf(starts, rows + 1),
                        Arrays.copyOf(places, entries),
                        Arrays.copyOf(values, entries)),
                Arrays.copyOf(labels, rows));
    }

    private void row(StringTokenizer cells) {
        if (rows + 1 == starts.length) {
            labels = Arrays.copyOf(labels, 2 * labels.length);
            starts = Arrays.copyOf(starts, 2 * starts.length);
        }
        labels[rows] = number(cells.nextToken(), 1);
        int last = 0;
        for (int column = 2; cells.hasMoreTokens(); column++) {
            last = entry(cells.nextToken(), column, last);
        }
        rows++;
        starts[rows] = entries;
        columns = Math.max(columns, last);
        if (rows % ROWS_A_CHECK == 0) {
            MatrixFile.sparseTooLarge("at least ", rows, entries).ifPresent(this::refuse);
        }
    }

    private void refuse(String complaint) {
        throw new UserError(file + ": " + complaint);
    }

    /** Keeps an entry; returns its index. */
    private int entry(String cell, int column, int last) {
        int colon = cell.indexOf(':');
        if (cell.startsWith("qid:")) {
            throw error(column, "index:value, as ranks within queries are no least squares", cell);
        }
        if (colon < 1) {
            throw error(column, "index:value", cell);
        }
        int index = index(cell.substring(0, colon), column);
        if (index <= last) {
            throw error(
                    column,
                    last == 0 ? "an index from 1" : "an index above " + last + ", as they ascend along a row",
                    cell.substring(0, colon));
        }
        if (entries == places.length) {
            int more = (int) Math.min(Integer.MAX_VALUE - 8L, 2L * entries);
            places = Arrays.copyOf(places, more);
            values = Arrays.copyOf(values, more);
        }
        places[entries] = index - 1;
        values[entries] = number(cell.substring(colon + 1), column);
        entries++;
        return index;
    }

    private int index(String text, int column) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException noIndex) {
            throw error(column, "an index, a whole number from 1", text);
        }
    }

    private double number(String text, int column) {
        OptionalDouble value = MatrixFile.number(text);
        if (value.isEmpty() || !Double.isFinite(value.getAsDouble())) {
            throw error(column, "a finite number", text);
        }
        return value.getAsDouble();
    }

    private UserError error(int column, String expected, String got) {
        return new UserError(
                file + ": line " + line + ", column " + column + ": expected " + expected + ", got \"" + got + "\"");
    }
}
