package org.sgdlimits.experiment;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A matrix in NumPy's format, versions 1 and 2: two-dimensional, or of one dimension, which is a column; little-endian f4, f8, i4 or
 * i8, or bytes u1; in C or Fortran order.
 */
final class NumpyMatrix {

    private static final Pattern HEADER = Pattern.compile(
            "\\s*\\{(?=.*'descr':\\s*'([^']*)')(?=.*'fortran_order':\\s*(True|False))(?=.*'shape':\\s*\\(([^)]*)\\)).*",
            Pattern.DOTALL);
    private static final Pattern SHAPE = Pattern.compile("\\s*(\\d{1,9})\\s*,\\s*(?:(\\d{1,9})\\s*,?)?\\s*");
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Map<String, Integer> BYTES = Map.of("<f4", 4, "<f8", 8, "<i4", 4, "<i8", 8, "|u1", 1);
    private static final int BYTE = 0xff;

    private NumpyMatrix() {}

    /** An array of an archive, as np.savez writes it. */
    static double[][] ofArchive(Path file, InputStream bytes, String array) throws IOException {
        List<String> names = new ArrayList<>();
        double[][] only = null;
        ZipInputStream archive = new ZipInputStream(bytes);
        for (ZipEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
            String name = entry.getName().replaceFirst("\\.npy$", "");
            names.add(name);
            if (name.equals(array)) {
                return read(file, archive);
            }
            if (array.isEmpty() && names.size() == 1) {
                only = read(file, archive);
            }
        }
        if (only == null || names.size() > 1) {
            throw new UserError(file + ": expected "
                    + (array.isEmpty() ? "one array, or its name under \"array\"" : "an array \"" + array + "\"")
                    + ", got " + (names.isEmpty() ? "an archive without any" : String.join(", ", names)));
        }
        return only;
    }

    static double[][] read(Path file, InputStream bytes) throws IOException {
        DataInputStream in = new DataInputStream(bytes);
        byte[] head = in.readNBytes(MAGIC.length + 2);
        if (head.length < MAGIC.length + 2 || !Arrays.equals(Arrays.copyOf(head, MAGIC.length), MAGIC)) {
            throw new UserError(file + ": expected NumPy's format, as np.save writes it, got other bytes");
        }
        int version = head[MAGIC.length];
        if (version != 1 && version != 2) {
            throw new UserError(file + ": expected version 1 or 2 of NumPy's format, got " + version);
        }
        long length = 0;
        byte[] size = in.readNBytes(version == 1 ? Short.BYTES : Integer.BYTES);
        for (int i = size.length - 1; i >= 0; i--) {
            length = (length << Byte.SIZE) + (size[i] & BYTE);
        }
        byte[] text = in.readNBytes((int) Math.min(length, Integer.MAX_VALUE));
        if (text.length < length) {
            throw new UserError(file + ": expected a header of " + length + " bytes, but the file ends before");
        }
        String header = new String(text, StandardCharsets.ISO_8859_1).strip();
        Matcher matcher = HEADER.matcher(header);
        if (!matcher.matches()) {
            throw new UserError(file + ": expected a header with descr, fortran_order and shape, got " + header);
        }
        return numbers(file, in, matcher.group(1), matcher.group(2).equals("True"), matcher.group(3));
    }

    private static double[][] numbers(Path file, InputStream in, String type, boolean fortran, String shape)
            throws IOException {
        if (!BYTES.containsKey(type)) {
            throw new UserError(file + ": expected numbers of type <f8, <f4, <i8, <i4 or |u1, got " + type
                    + "; save them with np.save(file, array.astype('<f8'))");
        }
        Matcher sizes = SHAPE.matcher(shape);
        if (!sizes.matches()) {
            throw new UserError(file + ": expected a matrix, of two dimensions, or one column, got the shape (" + shape
                    + "); save it with np.save(file, array.reshape(len(array), -1))");
        }
        int rows = Integer.parseInt(sizes.group(1));
        int columns = sizes.group(2) == null ? 1 : Integer.parseInt(sizes.group(2));
        if (rows == 0 || columns == 0) {
            throw new UserError(file + ": expected rows of numbers, got the shape (" + shape + ")");
        }
        MatrixFile.requireMemory(file, "", rows, columns);
        int lines = fortran ? columns : rows;
        int inLine = fortran ? rows : columns;
        int width = BYTES.get(type);
        long read = 0;
        double[][] matrix = new double[rows][columns];
        for (int line = 0; line < lines; line++) {
            byte[] bytes = in.readNBytes(Math.multiplyExact(inLine, width));
            read += bytes.length;
            if (bytes.length < inLine * width) {
                throw wrongSize(file, (long) rows * columns * width, shape, Long.toString(read));
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (int place = 0; place < inLine; place++) {
                int row = fortran ? place : line;
                int column = fortran ? line : place;
                double value = next(buffer, type);
                if (!Double.isFinite(value)) {
                    throw new UserError(file + ": row " + (row + 1) + ", column " + (column + 1) + ": "
                            + MatrixFile.FINITE + value);
                }
                matrix[row][column] = value;
            }
        }
        if (in.read() >= 0) {
            throw wrongSize(file, read, shape, "more");
        }
        return matrix;
    }

    private static UserError wrongSize(Path file, long expected, String shape, String got) {
        return new UserError(
                file + ": expected " + expected + " bytes of numbers for the shape (" + shape + "), got " + got);
    }

    private static double next(ByteBuffer bytes, String type) {
        return switch (type) {
            case "<f4" -> bytes.getFloat();
            case "<i4" -> bytes.getInt();
            case "<i8" -> (double) bytes.getLong();
            case "|u1" -> bytes.get() & BYTE;
            default -> bytes.getDouble();
        };
    }
}
