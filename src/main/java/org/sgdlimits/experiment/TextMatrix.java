package org.sgdlimits.experiment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A matrix as text: a row a line, numbers parted by commas, or else semicolons, or else blanks. Empty lines and those that begin
 * with # are left out; a first line without any number names the columns, unless all that it holds are marks of missing values.
 */
final class TextMatrix {

    /** How often the size is held against the memory. */
    private static final int ROWS_A_CHECK = 1024;

    /** What programs write in place of a number that is missing or not finite, in lower case and without sign. */
    private static final Set<String> MISSING =
            Set.of("", "?", "na", "n/a", "nan", "null", "none", "nil", "inf", "infinity");

    private TextMatrix() {}

    static MatrixFile.Contents read(Path file, InputStream bytes) throws IOException {
        List<double[]> rows = new ArrayList<>();
        List<String> names = List.of();
        String separator = null;
        BufferedReader lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()));
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            String stripped = line.strip();
            if (stripped.isEmpty() || stripped.startsWith("#")) {
                continue;
            }
            boolean first = separator == null;
            if (first) {
                separator = stripped.contains(",") ? "," : stripped.contains(";") ? ";" : "\\s+";
            }
            String[] cells = stripped.split(separator, -1);
            if (first && namesColumns(cells)) {
                requireWhole(file, number, cells);
                names = Stream.of(cells).map(TextMatrix::unquoted).toList();
                continue;
            }
            if (rows.isEmpty() && !names.isEmpty() && names.size() != cells.length) {
                throw wrongHeader(file, number, names.size(), cells.length);
            }
            double[] row = row(file, number, cells);
            int columns = rows.isEmpty() ? row.length : rows.get(0).length;
            if (row.length != columns) {
                throw new UserError(file + ": line " + number + ": expected " + columns
                        + " numbers, as in the first row, got " + row.length);
            }
            rows.add(row);
            if (rows.size() % ROWS_A_CHECK == 0) {
                MatrixFile.requireMemory(file, "at least ", rows.size(), columns);
            }
        }
        if (rows.isEmpty()) {
            throw new UserError(file + ": expected rows of numbers, found none");
        }
        return new MatrixFile.Contents(rows.toArray(double[][]::new), names);
    }

    private static void requireWhole(Path file, int line, String[] names) {
        for (int column = 0; column < names.length; column++) {
            String name = names[column].strip();
            if (name.startsWith("\"") && (name.length() == 1 || !name.endsWith("\""))) {
                throw new UserError(file + ": line " + line + ", column " + (column + 1)
                        + ": expected a name whose quotes close, got " + name
                        + "; a name must not hold the separator, in quotes or without");
            }
        }
    }

    private static boolean namesColumns(String[] cells) {
        return Stream.of(cells).allMatch(cell -> MatrixFile.number(cell).isEmpty())
                && Stream.of(cells).anyMatch(cell -> !isMissing(cell));
    }

    private static boolean isMissing(String cell) {
        String word = unquoted(cell).strip().toLowerCase(Locale.ROOT);
        return MISSING.contains(word.startsWith("-") || word.startsWith("+") ? word.substring(1) : word);
    }

    private static UserError wrongHeader(Path file, int line, int names, int columns) {
        return new UserError(file + ": line " + line + ": expected " + names
                + " numbers, one for each name of the header, got " + columns + " cells; name every column or none"
                + (names + 1 == columns ? " (R's write.table names no column of row names: row.names = FALSE)" : ""));
    }

    private static String unquoted(String cell) {
        String name = cell.strip();
        boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
        return quoted ? name.substring(1, name.length() - 1) : name;
    }

    private static double[] row(Path file, int line, String[] cells) {
        double[] row = new double[cells.length];
        for (int column = 0; column < row.length; column++) {
            OptionalDouble value = MatrixFile.number(cells[column]);
            if (value.isEmpty() || !Double.isFinite(value.getAsDouble())) {
                String cell = cells[column].strip();
                throw new UserError(file + ": line " + line + ", column " + (column + 1) + ": " + MatrixFile.FINITE
                        + (cell.isEmpty() ? "nothing" : "\"" + cell + "\""));
            }
            row[column] = value.getAsDouble();
        }
        return row;
    }
}
