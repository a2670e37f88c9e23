package org.sgdlimits.experiment;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.zip.GZIPInputStream;
import org.sgdlimits.leastsquares.LabelledData;

/**
 * Reads a matrix of finite numbers from a file, by the ending of its name; {@code .gz} may follow any of them.
 *
 * <ul>
 *   <li>{@code .npy}: NumPy's format, {@link NumpyMatrix};
 *   <li>{@code .npz}: a zip archive of such files, of which a name picks one;
 *   <li>{@code .idx}, {@code ubyte}: the format of MNIST, {@link IdxMatrix};
 *   <li>{@code .svm}, {@code .libsvm}, {@code .svmlight}: sparse rows with labels, {@link SparseText}, by {@link #readSparse} alone;
 *   <li>anything else is text, {@link TextMatrix}.
 * </ul>
 *
 * <p>Every error is {@code FILE: line 3, column 2: expected …, got …}; lines, rows and columns count from 1.
 */
final class MatrixFile {

    static final String FINITE = "expected a finite number, got ";

    /** A matrix is there as it was read, as it is used, and in parts. */
    private static final int COPIES = 3;

    private static final double GIGABYTE = 1 << 30;

    private static final String PACKED = ".gz";

    private MatrixFile() {}

    /**
     * What a file holds.
     *
     * @param rows the numbers
     * @param names of the columns; empty where the file has none
     */
    record Contents(double[][] rows, List<String> names) {}

    /**
     * The rows of a file.
     *
     * @throws UserError if it cannot be read, is empty, ragged, or holds something else than finite numbers
     */
    static double[][] read(Path file) {
        return read(file, "").rows();
    }

    /**
     * The rows of a file and the names of their columns.
     *
     * @param array the name of an array in an archive; empty for the only one
     * @throws UserError if it cannot be read, is empty, ragged, larger than the memory, or holds something else than finite numbers
     */
    static Contents read(Path file, String array) {
        return reading(file, (format, bytes) -> {
            if (!array.isEmpty() && !format.endsWith(".npz")) {
                throw new UserError(
                        file + ": expected an archive .npz, of which \"array\" names a part, got another file");
            }
            if (SparseText.isNamed(format)) {
                throw new UserError(file + ": expected rows of numbers, got sparse rows with labels, which only"
                        + " model.data.file may name");
            }
            if (format.endsWith(".npy")) {
                return unnamed(NumpyMatrix.read(file, bytes));
            }
            if (format.endsWith(".npz")) {
                return unnamed(NumpyMatrix.ofArchive(file, bytes, array));
            }
            if (format.endsWith(".idx") || format.endsWith("ubyte")) {
                return unnamed(IdxMatrix.read(file, bytes));
            }
            return TextMatrix.read(file, bytes);
        });
    }

    /** Whether a file holds sparse rows with their labels. */
    static boolean isSparse(Path file) {
        return SparseText.isNamed(format(file));
    }

    /**
     * Sparse rows with their labels.
     *
     * @param columns at least; more where an index is larger
     * @throws UserError if they cannot be read
     */
    static LabelledData readSparse(Path file, int columns) {
        return reading(file, (format, bytes) -> SparseText.read(file, bytes, columns));
    }

    /** Reads a file's bytes, unpacked. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(String format, InputStream bytes) throws IOException;
    }

    private static <T> T reading(Path file, Reader<T> reader) {
        if (!Files.isRegularFile(file)) {
            throw new UserError(
                    file + ": expected a file of numbers (.csv or other text, .npy, .npz, .idx, .svm; also with .gz), "
                            + (Files.isDirectory(file) ? "got a folder" : "found none"));
        }
        boolean packed = lowerCase(file).endsWith(PACKED);
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
                InputStream bytes = packed ? new GZIPInputStream(raw) : raw) {
            return reader.read(format(file), bytes);
        } catch (CharacterCodingException binary) {
            throw new UserError(file + ": expected numbers as text in UTF-8, or NumPy's format in a file .npy", binary);
        } catch (IOException unreadable) {
            throw new UserError(file + ": cannot be read (" + unreadable + ")", unreadable);
        }
    }

    /** The name in lower case, without the ending of a packed file. */
    private static String format(Path file) {
        String name = lowerCase(file);
        return name.endsWith(PACKED) ? name.substring(0, name.length() - PACKED.length()) : name;
    }

    private static String lowerCase(Path file) {
        return file.toString().toLowerCase(Locale.ROOT);
    }

    private static Contents unnamed(double[][] rows) {
        return new Contents(rows, List.of());
    }

    /**
     * The number that a cell of text holds in decimal digits, with a point and an exponent or without; empty for anything else,
     * as for Java's own {@code 1d} and {@code 0x1p3}, and for {@code NaN}.
     */
    static OptionalDouble number(String cell) {
        String digits = cell.strip();
        for (int i = 0; i < digits.length(); i++) {
            if ("0123456789+-.eE".indexOf(digits.charAt(i)) < 0) {
                return OptionalDouble.empty();
            }
        }
        try {
            return OptionalDouble.of(Double.parseDouble(digits));
        } catch (NumberFormatException noNumber) {
            return OptionalDouble.empty();
        }
    }

    /** The SHA-256 of a file's bytes, in hexadecimal digits. */
    static String digest(Path file) {
        try (InputStream bytes = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException unreadable) {
            throw new UserError(file + ": cannot be read (" + unreadable + ")", unreadable);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Refuses a matrix that the memory cannot hold, before it is read.
     *
     * @param read how far its size is known: "" or "at least "
     */
    static void requireMemory(Path file, String read, long rows, long columns) {
        tooLarge(read, rows, columns).ifPresent(complaint -> {
            throw new UserError(file + ": " + complaint);
        });
    }

    /** What there is to say against a matrix that the memory cannot hold; empty for one that it can. */
    static Optional<String> tooLarge(String read, long rows, long columns) {
        return tooLarge(read + rows + " rows of " + columns + " numbers", (double) rows * columns, Double.BYTES);
    }

    /** The same of sparse rows with so many entries in all. */
    static Optional<String> sparseTooLarge(String read, long rows, long entries) {
        return tooLarge(
                read + rows + " rows with " + entries + " entries", (double) entries, Double.BYTES + Integer.BYTES);
    }

    /** The same of a vector, as every start and gradient is. */
    static Optional<String> vectorTooLarge(long columns) {
        return tooLarge("a vector of " + columns + " numbers", (double) columns, Double.BYTES);
    }

    private static Optional<String> tooLarge(String matrix, double numbers, int bytes) {
        long most = Runtime.getRuntime().maxMemory();
        double needed = numbers * bytes * COPIES;
        if (needed <= most && numbers <= Integer.MAX_VALUE) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "expected a matrix that fits into memory, got %s, which need %.1f GB (%d copies of %d"
                        + " bytes each, at most 2^31 - 1 numbers) of the %.1f GB there are; keep fewer rows or columns, or"
                        + " give the program more memory: SGDLIMITS_JAVA_OPTS=-Xmx%.0fg",
                matrix,
                needed / GIGABYTE,
                COPIES,
                bytes,
                most / GIGABYTE,
                Math.ceil(1.5 * needed / GIGABYTE)));
    }
}
