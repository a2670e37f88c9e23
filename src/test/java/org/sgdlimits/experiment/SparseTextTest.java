package org.sgdlimits.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgdlimits.analysis.DataTask;
import org.sgdlimits.leastsquares.LabelledData;
import org.sgdlimits.leastsquares.LeastSquaresProblem;
import org.sgdlimits.leastsquares.SparseMatrix;

/** Regression: sparse rows in LIBSVM's format, by themselves and in a model file. */
@Tag("regression")
class SparseTextTest {

    private static final String ROWS = """
            # a comment, then a blank line

            +1 1:3 3:4e0 # and another
            -1\t2:0.5
            2
            1 1:-1 2:2 3:2
            """;

    private static final String MODEL = """
            { "model": { "kind": "data", "data": { "kind": "file", "file": "x.svm" } },
              "training": { "learningRate": 0.1 },
              "run": { "horizon": { "epochs": 2 }, "replicas": 2, "points": 2 } }
            """;

    @TempDir
    private Path folder;

    private LeastSquaresProblem problem(String... settings) throws IOException {
        Files.writeString(folder.resolve("x.svm"), ROWS);
        Experiment experiment = ModelFile.read(
                folder.resolve("m.json").toString(),
                MODEL,
                Stream.of(settings).map(Setting::parse).toList());
        return ((DataTask) experiment.task()).problem();
    }

    private static void assertRows(double[][] expected, LabelledData data) {
        assertEquals(expected.length, data.design().rows());
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], data.design().row(i), 2e-16);
        }
    }

    @Test
    void rowsAndLabelsAreRead() throws IOException {
        for (String name : List.of("x.svm", "x.libsvm", "x.SVMLIGHT", "x.svm.gz")) {
            Path file = folder.resolve(name);
            try (OutputStream raw = Files.newOutputStream(file);
                    OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(raw) : raw) {
                out.write(ROWS.getBytes(StandardCharsets.UTF_8));
            }
            assertTrue(MatrixFile.isSparse(file), name);
            LabelledData data = MatrixFile.readSparse(file, 1);
            assertArrayEquals(new double[] {1, -1, 2, 1}, data.target(), name);
            assertRows(new double[][] {{3, 0, 4}, {0, 0.5, 0}, {0, 0, 0}, {-1, 2, 2}}, data);
            assertEquals(6, ((SparseMatrix) data.design()).stored());
        }
    }

    /** More rows and entries than the arrays begin with. */
    @Test
    void manyRowsAreRead() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 1; i <= 3000; i++) {
            rows.append(i).append(" 1:").append(2 * i).append(' ').append(i + 1).append(":1\n");
        }
        LabelledData data = MatrixFile.readSparse(Files.writeString(folder.resolve("x.svm"), rows), 1);
        assertEquals(3001, data.design().columns());
        assertEquals(3000, data.target()[2999]);
        assertEquals(6000, data.design().row(2999)[0]);
        assertEquals(1, data.design().row(1234)[1235]);
    }

    static Stream<Arguments> brokenRows() {
        return Stream.of(
                Arguments.of("one 1:2\n", "line 1, column 1: expected a finite number, got \"one\""),
                Arguments.of("1 1:2\n\n1 2:x\n", "line 3, column 2: expected a finite number, got \"x\""),
                Arguments.of("1 1:2 3:NaN\n", "line 1, column 3: expected a finite number, got \"NaN\""),
                Arguments.of("1 1:2d\n", "line 1, column 2: expected a finite number, got \"2d\""),
                Arguments.of("0x1p3 1:2\n", "line 1, column 1: expected a finite number, got \"0x1p3\""),
                Arguments.of("1 2\n", "line 1, column 2: expected index:value, got \"2\""),
                Arguments.of("1 0:2\n", "line 1, column 2: expected an index from 1, got \"0\""),
                Arguments.of("1 a:2\n", "line 1, column 2: expected an index, a whole number from 1, got \"a\""),
                Arguments.of(
                        "1 5:2 3:1\n",
                        "line 1, column 3: expected an index above 5, as they ascend along a row, got \"3\""),
                Arguments.of(
                        "1 5:2 5:1\n",
                        "line 1, column 3: expected an index above 5, as they ascend along a row, got \"5\""),
                Arguments.of(
                        "1 qid:3 1:1\n",
                        "line 1, column 2: expected index:value, as ranks within queries are no least squares, got"
                                + " \"qid:3\""),
                Arguments.of("# nothing\n", "expected rows \"label index:value …\", found none"),
                Arguments.of("1\n2\n", "expected rows \"label index:value …\", found none with an entry"));
    }

    @ParameterizedTest
    @MethodSource("brokenRows")
    void anErrorNamesLineAndColumn(String rows, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("x.svm"), rows);
        assertEquals(
                file + ": " + message,
                assertThrows(UserError.class, () -> MatrixFile.readSparse(file, 1))
                        .getMessage());
    }

    /** One entry whose index asks for 16 GB a vector, 48 GB in all. */
    @Test
    void columnsThatNoVectorHoldsAreRefused() throws IOException {
        assumeTrue(Runtime.getRuntime().maxMemory() < 48L << 30);
        Path file = Files.writeString(folder.resolve("x.svm"), "1 2147483647:1\n");
        String message = assertThrows(UserError.class, () -> MatrixFile.readSparse(file, 1))
                .getMessage();
        assertTrue(
                message.startsWith(file
                        + ": expected a matrix that fits into memory, got a vector of 2147483647 numbers, which need"),
                message);
    }

    /** The format leaves zeros at the end of every row out, so that a part may end before the columns of A do. */
    @Test
    void rowsOfARiskHaveTheColumnsOfTheData() throws IOException {
        String risk = "model.risks=[{\"kind\": \"rows\", \"name\": \"val\", \"file\": \"te.svm\"}]";
        Files.writeString(folder.resolve("te.svm"), "0 1:1 2:1\n1 1:2 2:2\n");
        assertRows(
                new double[][] {{1, 1, 0}, {2, 2, 0}},
                problem(risk).risks().get(0).rows());
        Files.writeString(folder.resolve("te.svm"), "0 1:1 4:1\n");
        String message = assertThrows(UserError.class, () -> problem(risk)).getMessage();
        assertTrue(message.endsWith("model.risks: val: expected 3 columns as in the training rows, got 4"), message);
    }

    @Test
    void sparseRowsAreNoDenseMatrix() throws IOException {
        Path file = Files.writeString(folder.resolve("x.svm"), ROWS);
        assertEquals(
                file + ": expected rows of numbers, got sparse rows with labels, which only model.data.file may name",
                assertThrows(UserError.class, () -> MatrixFile.read(file)).getMessage());
    }

    @Test
    void aModelFileTakesLabelsPartsAndUnitRows() throws IOException {
        LeastSquaresProblem whole = problem();
        assertArrayEquals(new double[] {1, -1, 2, 1}, whole.data().target());
        LeastSquaresProblem classes = problem("model.data.labels={\"positive\": [1], \"negative\": [-1]}");
        assertRows(new double[][] {{3, 0, 4}, {0, 0.5, 0}, {-1, 2, 2}}, classes.data());
        LeastSquaresProblem unit =
                problem("model.data.standardise=rows", "model.data.train=3", "model.data.split=first");
        assertRows(new double[][] {{0.6, 0, 0.8}, {0, 1, 0}, {0, 0, 0}}, unit.data());
        assertRows(new double[][] {{-1.0 / 3, 2.0 / 3, 2.0 / 3}}, unit.heldOut().orElseThrow());
        assertTrue(unit.data().design() instanceof SparseMatrix);
        Files.writeString(folder.resolve("t.csv"), "9\n8\n7\n6\n");
        assertArrayEquals(
                new double[] {9, 8, 7, 6},
                problem("model.data.target={\"file\": \"t.csv\"}").data().target());
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(
                        "model.data.standardise=scale",
                        "expected \"none\" or \"rows\" for sparse rows, as centring fills their zeros in, got \"scale\""),
                Arguments.of(
                        "model.data.target=last",
                        "expected none or {\"file\": …}, as sparse rows begin with their label. Leave it out"),
                Arguments.of(
                        "model.data.array=a", "expected none, as it names a part of an archive .npz. Leave it out"),
                Arguments.of("model.data.train=4", "expected a number of rows from 1 to 3 of the 4, got 4"),
                Arguments.of("model.spectrum.probes=1", "expected a whole number >= 2, got 1"),
                Arguments.of(
                        "model.spectrum.method=lancsoz",
                        "expected \"exact\", \"lanczos\" or \"auto\", got \"lancsoz\". Did you mean \"lanczos\"?"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void anErrorNamesTheKey(String setting, String message) {
        String key = setting.substring(0, setting.indexOf('='));
        assertEquals(
                "--set " + setting + ": " + key + ": " + message,
                assertThrows(UserError.class, () -> problem(setting)).getMessage());
    }
}
