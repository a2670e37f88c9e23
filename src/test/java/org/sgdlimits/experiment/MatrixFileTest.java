package org.sgdlimits.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
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
                "a,b,y/1,2,3,4|line 2: expected 3 numbers, one for each name of the header, got 4 cells; name every column"
                        + " or none (R's write.table names no column of row names: row.names = FALSE)",
                "a,b,c,d,y/1,2,3,4|line 2: expected 5 numbers, one for each name of the header, got 4 cells; name every"
                        + " column or none",
                "NA,NA,NA/1,2,3|line 1, column 1: expected a finite number, got \"NA\"",
                ",-inf,?/1,2,3|line 1, column 1: expected a finite number, got nothing",
                "1d,2f,3|line 1, column 1: expected a finite number, got \"1d\"",
                "1,2/3,0x1p3|line 2, column 2: expected a finite number, got \"0x1p3\"",
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
        return Arrays.copyOf(bytes.array(), bytes.position());
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
        byte[] bytes = Base64.getDecoder().decode(NUMPY);
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
                "expected a matrix, of two dimensions, or one column, got the shape (2, 1, 1); save it with np.save(file,"
                        + " array.reshape(len(array), -1))",
                messageOf("x.npy", numpy(1, "<f8", false, "2, 1, 1", 1.0, 2.0)));
        assertEquals(
                "expected numbers of type <f8, <f4, <i8, <i4 or |u1, got >f8; save them with np.save(file,"
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

    @Test
    void aColumnOfNumpyAndBytesAreRead() throws IOException {
        assertArrayEquals(new double[][] {{1}, {2}}, read(numpy(1, "<f8", false, "2,", 1.0, 2.0)));
        byte[] bytes = numpy(1, "|u1", false, "1, 4", 0xff000102);
        assertArrayEquals(new double[][] {{2, 1, 0, 255}}, read(bytes));
    }

    /** np.savez_compressed("a.npz", X=np.array([[1, 2], [3, 4.5]]), y=np.array([7, 8])), its bytes in base 64. */
    private static final String ARCHIVE =
            "UEsDBC0AAAAIAAAAIQCjV71b//////////8FABQAWC5ucHkBABAAoAAAAAAAAABVAAAAAAAAAJvsF+obEMnIUMZQrZ"
                    + "6SWpxcpG6loG6TZqGuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6CkaaOgq1CmQDLgYw+GAPoRkcIBQH"
                    + "lBZyAABQSwMELQAAAAgAAAAhACCJTSv//////////wUAFAB5Lm5weQEAEACQAAAAAAAAAEoAAAAAAAAAm+wX6hsQyc"
                    + "hQxlCtnpJanFykbqWgbpNpoa6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaRjqaOgq1ChQALnYGCOCA0gBQ"
                    + "SwECLQMtAAAACAAAACEAo1e9W1UAAACgAAAABQAAAAAAAAAAAAAAgAEAAAAAWC5ucHlQSwECLQMtAAAACAAAACEAII"
                    + "lNK0oAAACQAAAABQAAAAAAAAAAAAAAgAGMAAAAeS5ucHlQSwUGAAAAAAIAAgBmAAAADQEAAAAA";

    @Test
    void anArrayOfAnArchiveIsReadByItsName() throws IOException {
        byte[] bytes = Base64.getDecoder().decode(ARCHIVE);
        Path file = Files.write(folder.resolve("a.npz"), bytes);
        assertArrayEquals(
                new double[][] {{1, 2}, {3, 4.5}}, MatrixFile.read(file, "X").rows());
        assertArrayEquals(new double[][] {{7}, {8}}, MatrixFile.read(file, "y").rows());
        assertEquals("expected one array, or its name under \"array\", got X, y", messageOf("a.npz", bytes));
        assertEquals(
                file + ": expected an array \"z\", got X, y",
                assertThrows(UserError.class, () -> MatrixFile.read(file, "z")).getMessage());
    }

    /** Two images of 1 x 3 pixels: magic, three sizes, bytes from 0 to 255. */
    private static final byte[] IMAGES = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0, 1, 2, 127, -128, -1};

    @Test
    void theFormatOfMnistIsReadAnImageARow() throws IOException {
        double[][] expected = {{0, 1, 2}, {127, 128, 255}};
        assertArrayEquals(expected, MatrixFile.read(Files.write(folder.resolve("t-idx3-ubyte"), IMAGES)));
        byte[] labels = {0, 0, 8, 1, 0, 0, 0, 2, 7, 9};
        assertArrayEquals(
                new double[][] {{7}, {9}}, MatrixFile.read(Files.write(folder.resolve("labels.idx"), labels)));
        byte[] shortened = Arrays.copyOf(IMAGES, IMAGES.length - 1);
        assertEquals("expected 2 rows of 3 bytes, but the file ends in row 2", messageOf("x.idx", shortened));
        byte[] lengthened = Arrays.copyOf(IMAGES, IMAGES.length + 1);
        assertEquals(
                "expected 2 rows of 3 bytes, but the file goes on after the last row", messageOf("x.idx", lengthened));
        assertEquals(
                "expected the format of MNIST, with the first bytes 0, 0, 8 and the number of dimensions, got other bytes",
                messageOf("x.idx", new byte[] {0, 0, 9, 1, 0, 0, 0, 1}));
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    /** The first column of a data frame's index has no name, yet a cell of its own. */
    @Test
    void aHeaderMayLeaveAColumnUnnamed() throws IOException {
        MatrixFile.Contents contents =
                MatrixFile.read(Files.writeString(folder.resolve("x.csv"), ",NA,y\n0,1,2\n"), "");
        assertArrayEquals(new double[][] {{0, 1, 2}}, contents.rows());
        assertEquals(List.of("", "NA", "y"), contents.names());
    }

    @Test
    void everyFormatMayBePacked() throws IOException {
        byte[] text = "a,\"b\"\n1,2\n".getBytes(StandardCharsets.UTF_8);
        MatrixFile.Contents contents = MatrixFile.read(Files.write(folder.resolve("x.csv.gz"), packed(text)), "");
        assertArrayEquals(new double[][] {{1, 2}}, contents.rows());
        assertEquals(List.of("a", "b"), contents.names());
        assertArrayEquals(
                new double[][] {{0, 1, 2}, {127, 128, 255}},
                MatrixFile.read(Files.write(folder.resolve("t-ubyte.gz"), packed(IMAGES))));
        byte[] numbers = numpy(1, "<f8", false, "1, 1", 3.0);
        assertArrayEquals(
                new double[][] {{3}}, MatrixFile.read(Files.write(folder.resolve("x.npy.gz"), packed(numbers))));
    }

    /** A header alone, of a matrix with 10^15 entries: refused before a number of it is read. */
    @Test
    void aMatrixLargerThanTheMemoryIsRefusedWithItsSize() throws IOException {
        String message = messageOf("x.npy", numpy(1, "<f8", false, "100000000, 10000000"));
        assertEquals(
                "expected a matrix that fits into memory, got 100000000 rows of 10000000 numbers, which need 22351741.8 GB (3"
                        + " copies of 8 bytes each, at most 2^31 - 1 numbers) of the ",
                message.substring(0, message.indexOf("of the ") + "of the ".length()));
        assertEquals("SGDLIMITS_JAVA_OPTS=-Xmx33527613g", message.substring(message.indexOf("SGDLIMITS")));
    }
}
