package org.sgdlimits.experiment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * A matrix as text: a row a line, numbers parted by commas, or else semicolons, or else blanks. Empty lines and those that begin
 * with # are left out; a first line without any number names the columns.
 */
final class TextMatrix {

    /** How often the size is held against the memory. */
    private static final int ROWS_A_CHECK = 1024;

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
            if (first && Stream.of(cells).allMatch(cell -> number(cell).isEmpty())) {
                names = Stream.of(cells).map(TextMatrix::unquoted).toList();
                continue;
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

    private static String unquoted(String cell) {
        String name = cell.strip();
        boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
        return quoted ? name.substring(1, name.length() - 1) : name;
    }

    private static double[] row(Path file, int line, String[] cells) {
        double[] row = new double[cells.length];
        for (int column = 0; column < row.length; column++) {
            OptionalDouble value = number(cells[column]);
            if (value.isEmpty() || !Double.isFinite(value.getAsDouble())) {
                String cell = cells[column].strip();
                throw new UserError(file + ": line " + line + ", column " + (column + 1) + ": " + MatrixFile.FINITE
                        + (cell.isEmpty() ? "nothing" : "\"" + cell + "\""));
            }
            row[column] = value.getAsDouble();
        }
        return row;
    }

    private static OptionalDouble number(String cell) {
        try {
            return OptionalDouble.of(Double.parseDouble(cell.strip()));
        } catch (NumberFormatException noNumber) {
            return OptionalDouble.empty();
        }
    }
}
