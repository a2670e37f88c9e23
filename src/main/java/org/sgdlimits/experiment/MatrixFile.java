package org.sgdlimits.experiment;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a matrix of finite numbers from a file, by the ending of its name.
 *
 * <ul>
 *   <li>{@code .npy}: NumPy's format, versions 1 and 2, two-dimensional, little-endian f4, f8, i4 or i8, in C or Fortran order;
 *   <li>anything else is text, a row a line, numbers parted by commas, or else semicolons, or else blanks. Empty lines and those that
 *       begin with # are left out, and so is a first line without any number.
 * </ul>
 *
 * <p>Every error is {@code FILE: line 3, column 2: expected …, got …}; lines, rows and columns count from 1.
 */
final class MatrixFile {

    private static final String FINITE = "expected a finite number, got ";
    private static final Pattern HEADER = Pattern.compile(
            "\\s*\\{(?=.*'descr':\\s*'([^']*)')(?=.*'fortran_order':\\s*(True|False))(?=.*'shape':\\s*\\(([^)]*)\\)).*",
            Pattern.DOTALL);
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    private MatrixFile() {}

    /**
     * The rows of a file.
     *
     * @throws UserError if it cannot be read, is empty, ragged, or holds something else than finite numbers
     */
    static double[][] read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserError(file + ": expected a file of numbers, .csv or .npy, "
                    + (Files.isDirectory(file) ? "got a folder" : "found none"));
        }
        try {
            return file.toString().toLowerCase(Locale.ROOT).endsWith(".npy") ? numpy(file) : text(file);
        } catch (CharacterCodingException binary) {
            throw new UserError(file + ": expected numbers as text in UTF-8, or NumPy's format in a file .npy", binary);
        } catch (IOException unreadable) {
            throw new UserError(file + ": cannot be read (" + unreadable + ")", unreadable);
        }
    }

    private static double[][] text(Path file) throws IOException {
        List<double[]> rows = new ArrayList<>();
        String separator = null;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
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
                if (first
                        && List.of(cells).stream().allMatch(cell -> number(cell).isEmpty())) {
                    continue;
                }
                double[] row = row(file, number, cells);
                if (!rows.isEmpty() && row.length != rows.get(0).length) {
                    throw new UserError(file + ": line " + number + ": expected " + rows.get(0).length
                            + " numbers, as in the first row, got " + row.length);
                }
                rows.add(row);
            }
        }
        if (rows.isEmpty()) {
            throw new UserError(file + ": expected rows of numbers, found none");
        }
        return rows.toArray(double[][]::new);
    }

    private static double[] row(Path file, int line, String[] cells) {
        double[] row = new double[cells.length];
        for (int column = 0; column < row.length; column++) {
            OptionalDouble value = number(cells[column]);
            if (value.isEmpty() || !Double.isFinite(value.getAsDouble())) {
                String cell = cells[column].strip();
                throw new UserError(file + ": line " + line + ", column " + (column + 1) + ": " + FINITE
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

    private static double[][] numpy(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < MAGIC.length; i++) {
            if (bytes.remaining() < MAGIC.length + 6 - i || bytes.get() != MAGIC[i]) {
                throw new UserError(file + ": expected NumPy's format, as np.save writes it, got other bytes");
            }
        }
        int version = bytes.get();
        bytes.get();
        if (version != 1 && version != 2) {
            throw new UserError(file + ": expected version 1 or 2 of NumPy's format, got " + version);
        }
        long length = version == 1 ? Short.toUnsignedLong(bytes.getShort()) : Integer.toUnsignedLong(bytes.getInt());
        if (length > bytes.remaining()) {
            throw new UserError(file + ": expected a header of " + length + " bytes, but the file ends before");
        }
        byte[] text = new byte[(int) length];
        bytes.get(text);
        String header = new String(text, StandardCharsets.ISO_8859_1).strip();
        Matcher matcher = HEADER.matcher(header);
        if (!matcher.matches()) {
            throw new UserError(file + ": expected a header with descr, fortran_order and shape, got " + header);
        }
        return numbers(file, bytes, matcher.group(1), matcher.group(2).equals("True"), matcher.group(3));
    }

    private static double[][] numbers(Path file, ByteBuffer bytes, String type, boolean fortran, String shape) {
        if (!List.of("<f4", "<f8", "<i4", "<i8").contains(type)) {
            throw new UserError(file + ": expected numbers of type <f8, <f4, <i8 or <i4, got " + type
                    + "; save them with np.save(file, array.astype('<f8'))");
        }
        Matcher sizes =
                Pattern.compile("\\s*(\\d{1,9})\\s*,\\s*(\\d{1,9})\\s*,?\\s*").matcher(shape);
        if (!sizes.matches()) {
            throw new UserError(file + ": expected a matrix, of two dimensions, got the shape (" + shape + ")");
        }
        int rows = Integer.parseInt(sizes.group(1));
        int columns = Integer.parseInt(sizes.group(2));
        if (rows == 0 || columns == 0) {
            throw new UserError(file + ": expected rows of numbers, got the shape (" + shape + ")");
        }
        long expected = (long) rows * columns * Character.digit(type.charAt(2), 10);
        if (bytes.remaining() != expected) {
            throw new UserError(file + ": expected " + expected + " bytes of numbers for the shape (" + shape
                    + "), got " + bytes.remaining());
        }
        double[][] matrix = new double[rows][columns];
        for (int n = 0; n < rows * columns; n++) {
            int row = fortran ? n % rows : n / columns;
            int column = fortran ? n / rows : n % columns;
            double value = next(bytes, type);
            if (!Double.isFinite(value)) {
                throw new UserError(file + ": row " + (row + 1) + ", column " + (column + 1) + ": " + FINITE + value);
            }
            matrix[row][column] = value;
        }
        return matrix;
    }

    private static double next(ByteBuffer bytes, String type) {
        return switch (type) {
            case "<f4" -> bytes.getFloat();
            case "<i4" -> bytes.getInt();
            case "<i8" -> (double) bytes.getLong();
            default -> bytes.getDouble();
        };
    }
}
