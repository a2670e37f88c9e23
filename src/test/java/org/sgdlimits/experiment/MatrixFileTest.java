package org.sgdlimits.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Regression: matrices in text and in NumPy's format. */
@Tag("regression")
class MatrixFileTest {

    @TempDir
    private Path folder;

    private double[][] text(String text) throws IOException {
        return MatrixFile.read(Files.writeString(folder.resolve("x.csv"), text));
    }

    private String messageOf(String name, byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes);
        String message =
                assertThrows(UserError.class, () -> MatrixFile.read(file)).getMessage();
        return message.replace(file + ": ", "");
    }

    @Test
    void textIsReadWithAnySeparatorHeaderAndComments() throws IOException {
        double[][] expected = {{1, -2.5}, {3e-4, 4}};
        assertArrayEquals(expected, text("1,-2.5\n3e-4, 4\n"));
        assertArrayEquals(expected, text("# K\nx1;x2\n\n1 ; -2.5\r\n3e-4;4"));
        assertArrayEquals(expected, text("  1.0   -2.5\n3e-4\t4.0\n\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "1,2/3|line 2: expected 2 numbers, as in the first row, got 1",
                "1,2/3,4,5|line 2: expected 2 numbers, as in the first row, got 3",
                "1,2/# x/3,four|line 3, column 2: expected a finite number, got \"four\"",
                "1,x|line 1, column 2: expected a finite number, got \"x\"",
                "1,NaN|line 1, column 2: expected a finite number, got \"NaN\"",
                "1,1e999|line 1, column 2: expected a finite number, got \"1e999\"",
                "1,2/3,|line 2, column 2: expected a finite number, got nothing",
                "a,b/|expected rows of numbers, found none",
                "/|expected rows of numbers, found none"
            })
    void mistakesInTextAreNamedByLineAndColumn(String lines, String message) throws IOException {
        assertEquals(message, messageOf("x.csv", lines.replace('/', '\n').getBytes(StandardCharsets.UTF_8)));
    }

    /** A file as np.save writes it: magic, version, length of the header, header padded with blanks to 64 bytes, numbers. */
    private static byte[] numpy(int version, String type, boolean fortran, String shape, Object... numbers) {
        String dictionary = "{'descr': '" + type + "', 'fortran_order': " + (fortran ? "True" : "False")
                + ", 'shape': (" + shape + "), }";
        int prefix = version == 1 ? 10 : 12;
        int length = (prefix + dictionary.length() + 64) / 64 * 64 - prefix;
        ByteBuffer bytes =
                ByteBuffer.allocate(prefix + length + 8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        if (version == 1) {
            bytes.putShort((short) length);
        } else {
            bytes.putInt(length);
        }
        String padded = dictionary + " ".repeat(length - dictionary.length() - 1) + "\n";
        bytes.put(padded.getBytes(StandardCharsets.ISO_8859_1));
        for (Object number : numbers) {
            if (number instanceof Double value) {
                bytes.putDouble(value);
            } else if (number instanceof Float value) {
                bytes.putFloat(value);
            } else if (number instanceof Long value) {
                bytes.putLong(value);
            } else {
                bytes.putInt((Integer) number);
            }
        }
        return java.util.Arrays.copyOf(bytes.array(), bytes.position());
    }

    private double[][] read(byte[] bytes) throws IOException {
        return MatrixFile.read(Files.write(folder.resolve("x.npy"), bytes));
    }

    @Test
    void numpyIsReadInEveryTypeOrderAndVersion() throws IOException {
        double[][] expected = {{1, -2, 3}, {4, 5, 6}};
        assertArrayEquals(expected, read(numpy(1, "<f8", false, "2, 3", 1.0, -2.0, 3.0, 4.0, 5.0, 6.0)));
        assertArrayEquals(expected, read(numpy(2, "<f8", true, "2, 3", 1.0, 4.0, -2.0, 5.0, 3.0, 6.0)));
        assertArrayEquals(expected, read(numpy(1, "<f4", false, "2, 3", 1f, -2f, 3f, 4f, 5f, 6f)));
        assertArrayEquals(expected, read(numpy(1, "<i4", false, "2, 3", 1, -2, 3, 4, 5, 6)));
        assertArrayEquals(expected, read(numpy(1, "<i8", true, "2, 3", 1L, 4L, -2L, 5L, 3L, 6L)));
    }

    /** np.save("K.npy", np.array([[2, 0.5], [0.5, 1.25]])), its bytes in base 64. */
    @Test
    void aFileOfNumpyItselfIsRead() throws IOException {
        byte[] bytes = java.util.Base64.getDecoder().decode(NUMPY);
        assertArrayEquals(new double[][] {{2, 0.5}, {0.5, 1.25}}, read(bytes));
    }

    private static final String NUMPY =
            "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDIpLC"
                    + "B9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAA"
                    + "QAAAAAAAAOA/AAAAAAAA4D8AAAAAAAD0Pw==";

    @Test
    void mistakesInNumpyAreNamed() throws IOException {
        assertEquals(
                "expected NumPy's format, as np.save writes it, got other bytes",
                messageOf("x.npy", "1,2,3,4,5,6,7,8".getBytes(StandardCharsets.UTF_8)));
        assertEquals("expected NumPy's format, as np.save writes it, got other bytes", messageOf("x.npy", new byte[0]));
        assertEquals(
                "expected a matrix, of two dimensions, got the shape (2,)",
                messageOf("x.npy", numpy(1, "<f8", false, "2,", 1.0, 2.0)));
        assertEquals(
                "expected numbers of type <f8, <f4, <i8 or <i4, got >f8; save them with np.save(file,"
                        + " array.astype('<f8'))",
                messageOf("x.npy", numpy(1, ">f8", false, "1, 1", 1.0)));
        assertEquals(
                "expected 16 bytes of numbers for the shape (1, 2), got 8",
                messageOf("x.npy", numpy(1, "<f8", false, "1, 2", 1.0)));
        assertEquals(
                "row 2, column 1: expected a finite number, got NaN",
                messageOf("x.npy", numpy(1, "<f8", true, "2, 2", 1.0, Double.NaN, 1.0, 1.0)));
        assertEquals(
                "expected version 1 or 2 of NumPy's format, got 3",
                messageOf("x.npy", numpy(3, "<f8", false, "1, 1", 1.0)));
    }
}
