package org.sgdlimits.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgdlimits.analysis.DataTask;
import org.sgdlimits.leastsquares.LabelledData;
import org.sgdlimits.leastsquares.LeastSquaresProblem;
import org.sgdlimits.leastsquares.RowRisk;
import org.sgdlimits.leastsquares.SparseMatrix;

/** Regression: model files of kind data, what is made of their rows, and what a user reads of one that cannot be used. */
@Tag("regression")
class DataModelTest {

    private static final String MODEL = """
            { "model": { "kind": "data", "data": { "kind": "file", "file": "x.csv", "target": "last" } },
              "training": { "learningRate": 0.1 },
              "run": { "horizon": { "epochs": 2 }, "replicas": 2, "points": 2 } }
            """;

    private static final String ROWS = "a,b,y\n1,2,0\n3,4,1\n5,6,2\n7,8,1\n";

    @TempDir
    private Path folder;

    @BeforeEach
    void writeRows() throws IOException {
        Files.writeString(folder.resolve("x.csv"), ROWS);
    }

    private Experiment read(String text, String... settings) {
        return ModelFile.read(
                folder.resolve("m.json").toString(),
                text,
                Stream.of(settings).map(Setting::parse).toList());
    }

    private LeastSquaresProblem problem(String... settings) {
        return ((DataTask) read(MODEL, settings).task()).problem();
    }

    @Test
    void aNameThatTwoColumnsHaveIsNoTarget() throws IOException {
        Files.writeString(folder.resolve("x.csv"), ROWS.replace("a,b,y", "a,y,y"));
        String message = assertThrows(UserError.class, () -> problem("model.data.target=y"))
                .getMessage();
        assertTrue(message.endsWith("which columns 2 and 3 have; give the number of one"), message);
        Files.writeString(folder.resolve("x.csv"), ROWS.replace("a,b,y", "\"a, b\",y"));
        String open = assertThrows(UserError.class, () -> problem()).getMessage();
        assertTrue(open.contains("line 1, column 1: expected a name whose quotes close, got \"a;"), open);
    }

    @Test
    void anyQuadraticRiskIsObserved() {
        assertEquals(
                List.of("testRisk", "all"),
                problem(
                                "model.data.train=3",
                                "model.risks=[{\"kind\":\"rows\",\"name\":\"all\",\"file\":\"x.csv\",\"target\":\"y\"}]")
                        .risks()
                        .stream()
                        .map(RowRisk::name)
                        .toList());
        String drawn = "model.data={\"kind\":\"gaussian\",\"n\":8,\"d\":3,\"signal\":2}";
        String distance = "model.risks=[{\"kind\":\"distance\",\"name\":\"distance\"}]";
        RowRisk toSignal = problem(drawn, distance).risks().get(0);
        // from X₀ = 0 the distance is ‖x*‖² = 4
        double[] target = toSignal.rows().target();
        assertEquals(4, Arrays.stream(target).map(b -> b * b).sum() / (2 * target.length), 1e-14);
        String refused = assertThrows(UserError.class, () -> problem(distance)).getMessage();
        assertTrue(refused.contains("model.risks[1].kind: expected \"rows\""), refused);
        String narrow = assertThrows(
                        UserError.class,
                        () -> problem(
                                drawn,
                                "model.risks=[{\"kind\":\"rows\",\"name\":\"all\",\"file\":\"x.csv\",\"target\":\"y\"}]"))
                .getMessage();
        assertTrue(narrow.contains("model.risks: all: expected 3 columns as in the training rows, got 2"), narrow);
    }

    private static double[][] rows(LabelledData data) {
        double[][] rows = new double[data.design().rows()][];
        Arrays.setAll(rows, i -> data.design().row(i));
        return rows;
    }

    @Test
    void theTargetIsAColumnByPlaceOrName() throws IOException {
        double[][] others = {{1, 2}, {3, 4}, {5, 6}, {7, 8}};
        for (String target : List.of("last", "3", "y")) {
            LabelledData data = problem("model.data.target=" + target).data();
            assertArrayEquals(others, rows(data), target);
            assertArrayEquals(new double[] {0, 1, 2, 1}, data.target(), target);
        }
        LabelledData first = problem("model.data.target=first").data();
        assertArrayEquals(new double[] {1, 3, 5, 7}, first.target());
        assertArrayEquals(new double[][] {{2, 0}, {4, 1}, {6, 2}, {8, 1}}, rows(first));
        Files.writeString(folder.resolve("t.csv"), "9\n8\n7\n6\n");
        LabelledData own = problem("model.data.target={\"file\": \"t.csv\"}").data();
        assertArrayEquals(new double[] {9, 8, 7, 6}, own.target());
        assertEquals(3, own.design().columns());
    }

    @Test
    void classesBecomeSignsAndOtherRowsAreLeftOut() {
        LabelledData data = problem("model.data.labels={\"positive\": [1], \"negative\": [2]}")
                .data();
        assertArrayEquals(new double[][] {{3, 4}, {5, 6}, {7, 8}}, rows(data));
        assertArrayEquals(new double[] {1, -1, 1}, data.target());
    }

    /** Means 3, 4 and deviations 2, 2 of the first three rows. */
    @Test
    void columnsAreStandardisedAsTheTrainingRowsSay() {
        LeastSquaresProblem centred =
                problem("model.data.train=3", "model.data.split=first", "model.data.standardise=centre");
        assertArrayEquals(new double[][] {{-2, -2}, {0, 0}, {2, 2}}, rows(centred.data()));
        assertArrayEquals(new double[][] {{4, 4}}, rows(centred.heldOut().orElseThrow()));
        LeastSquaresProblem scaled =
                problem("model.data.train=3", "model.data.split=first", "model.data.standardise=scale");
        double deviation = Math.sqrt(8.0 / 3);
        assertEquals(4 / deviation, scaled.heldOut().orElseThrow().design().row(0)[0], 1e-15);
    }

    @Test
    void aRandomSplitFollowsTheSeedAlone() {
        double[][] one = rows(problem("model.data.train=2", "run.seed=1").data());
        assertArrayEquals(one, rows(problem("model.data.train=2", "run.seed=1").data()));
        assertTrue(
                Stream.of(2, 3, 4, 5)
                        .anyMatch(seed -> !Arrays.deepEquals(
                                one,
                                rows(problem("model.data.train=2", "run.seed=" + seed)
                                        .data()))),
                "another split by another seed");
    }

    /** A = σ(ZV)/√n with one V for both parts; the linear activation is additive in the rows. */
    @Test
    void featuresOfBothPartsShareTheirWeights() {
        LeastSquaresProblem linear = problem(
                "model.data={\"kind\": \"random-features\", \"of\": {\"kind\": \"file\", \"file\":"
                        + " \"x.csv\", \"target\": \"last\", \"train\": 3, \"split\": \"first\"}, \"count\": 5, \"activation\": \"linear\"}");
        assertEquals(5, linear.data().design().columns());
        double[] last = linear.heldOut().orElseThrow().design().row(0);
        // rows 1 to 4 are evenly spaced, so that row 4 = 2·row 3 − row 2
        for (int j = 0; j < 5; j++) {
            assertEquals(
                    2 * linear.data().design().row(2)[j]
                            - linear.data().design().row(1)[j],
                    last[j],
                    1e-14);
        }
    }

    /** tr(AᵀA)/d = 1 ± √(2/(nd)) and ‖A x*‖² = ‖x*‖² (1 ± √(2/n)) for n = 400, d = 200; five standard deviations. */
    @Test
    void drawnRowsHaveTheScaleThatTheyClaim() {
        String drawn = MODEL.replace(
                "\"kind\": \"file\", \"file\": \"x.csv\", \"target\": \"last\"",
                "\"kind\": \"gaussian\", \"n\": 400, \"d\": 200, \"signal\": 3, \"heldOut\": 400");
        LeastSquaresProblem problem = ((DataTask) read(drawn).task()).problem();
        double relative = 5 * Math.sqrt(2.0 / 400 / 200);
        assertEquals(1, problem.data().design().squaredNorm() / 200, relative);
        assertEquals(1, problem.heldOut().orElseThrow().design().squaredNorm() / 200, relative);
        double squares = Arrays.stream(problem.data().target()).map(b -> b * b).sum();
        assertEquals(9, squares, 9 * 5 * Math.sqrt(2.0 / 400));
    }

    /** Rows that are drawn are brought to unit scale first: E relu(z)² = ½, so tr(AᵀA)/d = ½; 15 %, as rows share features. */
    @Test
    void featuresOfDrawnRowsSeeNumbersOfOrderOne() {
        for (String kind : List.of("gaussian", "sparse")) {
            LeastSquaresProblem problem = ((DataTask) read(MODEL.replace(
                                    "\"kind\": \"file\", \"file\": \"x.csv\", \"target\": \"last\"",
                                    "\"kind\": \"random-features\", \"count\": 100, \"activation\": \"relu\", \"of\":"
                                            + " { \"kind\": \"" + kind
                                            + "\", \"n\": 300, \"d\": 80, \"heldOut\": 200 }"))
                            .task())
                    .problem();
            assertEquals(50, problem.data().design().squaredNorm(), 7.5, kind);
            assertEquals(
                    50 * 200.0 / 300, problem.heldOut().orElseThrow().design().squaredNorm(), 5, kind);
        }
    }

    /**
     * 400 × 200 with 10 entries a row, of variance 200/(400·10): tr(AᵀA)/d = 1 ± √(2/4000), its largest row ten squared normal
     * numbers; five standard deviations.
     */
    @Test
    void sparseRowsHaveAsManyEntriesAsAskedFor() {
        String drawn = MODEL.replace(
                "\"kind\": \"file\", \"file\": \"x.csv\", \"target\": \"last\"",
                "\"kind\": \"sparse\", \"n\": 400, \"d\": 200, \"entries\": 10, \"heldOut\": 100");
        LeastSquaresProblem problem = ((DataTask) read(drawn).task()).problem();
        SparseMatrix design = (SparseMatrix) problem.data().design();
        assertEquals(4000, design.stored());
        assertEquals(1, design.squaredNorm() / 200, 5 * Math.sqrt(2.0 / 4000));
        assertEquals(1, problem.heldOut().orElseThrow().design().squaredNorm() / 50, 5 * Math.sqrt(2.0 / 1000));
        int[] inColumn = new int[200];
        for (int i = 0; i < 400; i++) {
            double[] row = design.row(i);
            assertEquals(10, Arrays.stream(row).filter(x -> x != 0).count());
            for (int j = 0; j < 200; j++) {
                inColumn[j] += row[j] == 0 ? 0 : 1;
            }
        }
        // hypergeometric, 20 ± √19 each; 6.5 deviations, 200 · 10⁻⁹ with a binomial's skew
        assertTrue(Arrays.stream(inColumn).allMatch(count -> Math.abs(count - 20) < 29), "even over the columns");
    }

    /** Signs: ‖a_i‖² = d/n of every row. */
    @Test
    void sparseRowsOfSignsAreOfOneLength() {
        String drawn = MODEL.replace(
                "\"kind\": \"file\", \"file\": \"x.csv\", \"target\": \"last\"",
                "\"kind\": \"sparse\", \"n\": 60, \"d\": 30, \"entries\": 7, \"values\": \"signs\"");
        LeastSquaresProblem problem = ((DataTask) read(drawn).task()).problem();
        for (int i = 0; i < 60; i++) {
            assertEquals(0.5, problem.data().design().squaredNorm(i), 1e-15);
        }
    }

    @Test
    void anErrorBelowFeaturesNamesTheWholeKey() {
        String features = "model.data={\"kind\": \"random-features\", \"count\": 5, \"activation\": \"relu\", \"of\": ";
        for (String[] wrong : new String[][] {
            {
                "{\"kind\": \"file\", \"file\": \"x.csv\", \"target\": \"last\", \"train\": 9}",
                "train: expected a number of rows"
            },
            {"{\"kind\": \"gaussian\", \"n\": 5}", "d: expected a whole number, but the key is missing"},
            {"{\"kind\": \"gaussian\", \"n\": 100000000, \"d\": 1000000}", "n: expected a matrix that fits into memory"
            },
            {
                "{\"kind\": \"sparse\", \"n\": 1000000000, \"d\": 1000}",
                "n: expected a matrix that fits into memory, got 1000000000 rows with 20000000000 entries, which need"
            },
            {
                "{\"kind\": \"sparse\", \"n\": 5, \"d\": 10, \"entries\": 11}",
                "entries: expected a whole number from 1 to 10, got 11"
            },
            {
                "{\"kind\": \"sparse\", \"n\": 1000000000, \"d\": 1000}",
                "n: expected a matrix that fits into memory, got 1000000000 rows with 20000000000 entries, which need"
            },
            {
                "{\"kind\": \"sparse\", \"n\": 5, \"d\": 10, \"entries\": 11}",
                "entries: expected a whole number from 1 to 10, got 11"
            },
            {
                "{\"kind\": \"sparse\", \"n\": 1000000000, \"d\": 1000}",
                "n: expected a matrix that fits into memory, got 1000000000 rows with 20000000000 entries, which need"
            },
            {
                "{\"kind\": \"sparse\", \"n\": 5, \"d\": 10, \"entries\": 11}",
                "entries: expected a whole number from 1 to 10, got 11"
            },
            {
                "{\"kind\": \"random-features\"}",
                "kind: expected \"file\", \"gaussian\", \"sample-covariance\" or \"sparse\", got"
            }
        }) {
            String found = assertThrows(UserError.class, () -> read(MODEL, features + wrong[0] + "}"))
                    .getMessage();
            assertTrue(found.contains(": model.data.of." + wrong[1]), found);
        }
    }

    /** 48 GB for one vector; a matrix of weights with more than 2³¹ numbers, though the features are few. */
    @Test
    void whatTheMemoryCannotHoldIsRefusedBeforeItIsMade() {
        assumeTrue(Runtime.getRuntime().maxMemory() < 44L << 30);
        for (String[] wrong : new String[][] {
            {"{\"kind\": \"gaussian\", \"n\": 10, \"d\": 2000000000}", "n: ", "10 rows of 2000000000 numbers"},
            {"{\"kind\": \"sparse\", \"n\": 1, \"d\": 2000000000}", "d: ", "a vector of 2000000000 numbers"},
            {
                "{\"kind\": \"random-features\", \"count\": 60000, \"activation\": \"relu\","
                        + " \"of\": {\"kind\": \"gaussian\", \"n\": 2, \"d\": 60000}}",
                "count: ",
                "features and weights, together 60002 rows of 60000 numbers"
            }
        }) {
            String found = assertThrows(UserError.class, () -> read(MODEL, "model.data=" + wrong[0]))
                    .getMessage();
            assertTrue(
                    found.contains(
                            ": model.data." + wrong[1] + "expected a matrix that fits into memory, got " + wrong[2]),
                    found);
        }
    }

    @Test
    void homogenizedSgdNeedsExactModesBeforeAnythingIsComputed() {
        String message = assertThrows(
                        UserError.class, () -> read(MODEL, "model.spectrum.method=lanczos", "run.methods=[\"hsgd\"]"))
                .getMessage();
        assertTrue(
                message.contains(
                        "run.methods: \"hsgd\" needs exact modes, and Lanczos' process finds none; leave it out, or"
                                + " set model.spectrum.method to \"exact\""),
                message);
    }

    @Test
    void aThresholdAndAHorizonInStepsAreThoseOfTheData() {
        LeastSquaresProblem problem = problem(
                "training.learningRate={\"schedule\": \"threshold\", \"fraction\": 0.5}",
                "run.horizon.steps=6",
                "training.batch=2");
        // n/tr(AᵀA) with 1 + 4 + 9 + … + 64 = 204
        assertEquals(4.0 / 204, problem.rule().learningRate().rate(0), 1e-17);
        assertEquals(3, problem.epochs());
    }

    @Test
    void theManifestStatesTheFileByPathAndDigest() throws IOException {
        Experiment experiment = read(MODEL);
        String stated = experiment.statement().at("/modelFile/model/data/file").asText();
        assertEquals(folder.resolve("x.csv").toAbsolutePath().toString(), stated);
        Files.writeString(folder.resolve("x.csv"), ROWS.replace("8", "9"));
        String text = experiment.statement().get("modelFile").toString();
        String message = assertThrows(UserError.class, () -> read(text)).getMessage();
        assertTrue(message.contains("model.data.sha256: expected "), message);
        assertTrue(message.endsWith("The file is no longer the one that was stated"), message);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(
                        "\"target\": \"last\"",
                        "\"target\": \"z\"",
                        "model.data.target: expected \"first\", \"last\", a column from 1 to 3, the name of one or"
                                + " {\"file\": …}, got \"z\". Did you mean \"a\"?"),
                Arguments.of(
                        "\"target\": \"last\"",
                        "\"target\": \"last\", \"split\": \"first\"",
                        "model.data.split: expected none without \"train\", the number of rows to train on, got \"first\""),
                Arguments.of(
                        "\"target\": \"last\"",
                        "\"target\": 4",
                        "model.data.target: expected a whole number from 1 to 3, got 4"),
                Arguments.of(
                        ", \"target\": \"last\"",
                        "",
                        "model.data.target: expected \"first\", \"last\", a column from 1 to 3, the name of one or"
                                + " {\"file\": …}, but the key is missing"),
                Arguments.of(
                        "\"target\": \"last\"",
                        "\"target\": \"last\", \"train\": 4",
                        "model.data.train: expected a number of rows from 1 to 3 of the 4, got 4"),
                Arguments.of(
                        "\"target\": \"last\"",
                        "\"target\": \"last\", \"labels\": { \"positive\": [1], \"negative\": [5] }",
                        "model.data.labels.negative: expected values of the target, got [5.0], which no row has"),
                Arguments.of(
                        "\"target\": \"last\"",
                        "\"target\": \"last\", \"labels\": { \"positive\": [1], \"negative\": [1, 2] }",
                        "model.data.labels.negative: expected classes that are not positive as well, got 1.0"),
                Arguments.of(
                        "\"target\": \"last\"",
                        "\"target\": \"last\", \"trian\": 3",
                        "model.data.trian: unknown key. Did you mean \"train\"?"),
                Arguments.of(
                        "0.1", "0.1, \"batch\": 5", "training.batch: expected at most the 4 rows of the data, got 5"),
                Arguments.of(
                        "0.1",
                        "0.1, \"momentum\": 1",
                        "training.momentum: expected a number from 0 to below 1, got 1.0"),
                Arguments.of(
                        "0.1",
                        "0.1, \"rule\": \"plain\"",
                        "training.rule: unknown key. Known: " + "learningRate, batch, momentum, ridge, sampling"),
                Arguments.of("0.1", "-1", "training.learningRate: expected a number > 0, got -1"),
                Arguments.of(
                        "\"epochs\": 2",
                        "\"tau\": 2",
                        "run.horizon: expected exactly one of \"epochs\" or \"steps\", got tau"),
                Arguments.of(
                        "\"epochs\": 2",
                        "\"epochs\": 0.1",
                        "run.horizon.epochs: expected at least 0.125, half an update of batch/n = 0.25 epochs, got 0.1"),
                Arguments.of(
                        "\"points\": 2",
                        "\"methods\": [\"ode\"]",
                        "run.methods: expected methods for data, \"volterra\", \"hsgd\" or \"sgd\", got \"ode\""),
                Arguments.of(
                        "0.1 },\n  \"run\": {",
                        "0.1, \"batch\": 2 },\n  \"run\": { \"methods\": [\"hsgd\"],",
                        "training.batch: homogenized SGD is for single samples without momentum, got batch 2 and momentum"
                                + " 0.0; the method \"volterra\" has both"),
                Arguments.of("\"points\": 2", "\"dimension\": 2", "run.dimension: unknown key. Known: horizon"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void anErrorNamesFileKeyExpectationAndValue(String right, String wrong, String message) {
        assertTrue(MODEL.contains(right), right);
        String found = assertThrows(UserError.class, () -> read(MODEL.replace(right, wrong)))
                .getMessage();
        assertTrue(found.startsWith(folder.resolve("m.json") + ": " + message), found);
    }

    static Stream<Arguments> brokenFiles() {
        return Stream.of(
                Arguments.of("1,2\n3\n", "line 2: expected 2 numbers, as in the first row, got 1"),
                Arguments.of(
                        "a,y\n1,2,3\n",
                        "line 2: expected 2 numbers, one for each name of the header, got 3 cells; name every column or"
                                + " none (R's write.table names no column of row names: row.names = FALSE)"),
                Arguments.of("1,2\n3,four\n", "line 2, column 2: expected a finite number, got \"four\""),
                Arguments.of("1,2\n3,NaN\n", "line 2, column 2: expected a finite number, got \"NaN\""),
                Arguments.of("", "expected rows of numbers, found none"));
    }

    @ParameterizedTest
    @MethodSource("brokenFiles")
    void anErrorInTheFileNamesLineAndColumn(String rows, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("x.csv"), rows);
        assertEquals(
                folder.resolve("m.json") + ": model.data.file: " + file + ": " + message,
                assertThrows(UserError.class, () -> read(MODEL)).getMessage());
    }

    @Test
    void aTargetAloneAndZerosAreNoData() throws IOException {
        Files.writeString(folder.resolve("x.csv"), "1\n2\n");
        assertTrue(assertThrows(UserError.class, () -> read(MODEL))
                .getMessage()
                .endsWith("model.data.file: expected at least one column beside the target, got the target alone"));
        Files.writeString(folder.resolve("x.csv"), "0,1\n0,2\n");
        assertTrue(assertThrows(UserError.class, () -> read(MODEL))
                .getMessage()
                .endsWith("model.data: expected rows with an entry that is not zero, got zeros only"));
    }

    @Test
    void whatNeedsTheLawOfAStepRefusesData() {
        Experiment experiment = read(MODEL);
        String message = assertThrows(UserError.class, experiment::problem).getMessage();
        assertTrue(message.contains("model.kind: expected \"network\" or \"objective\""), message);
    }
}
