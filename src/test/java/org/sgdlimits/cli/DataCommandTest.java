package org.sgdlimits.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Regression: a data model on the command line, from the file of rows to the report. */
@Tag("regression")
class DataCommandTest extends CommandTest {

    private static final String MODEL = """
            { "name": "rows",
              "model": { "kind": "data", "data": { "kind": "file", "file": "x.csv", "target": "last", "train": 40 } },
              "training": { "learningRate": { "schedule": "threshold", "fraction": 0.3 } },
              "run": { "horizon": { "epochs": 3 }, "points": 3, "replicas": 8 } }
            """;

    private static final String GAUSSIAN = """
            { "name": "drawn",
              "model": { "kind": "data", "data": { "kind": "gaussian", "n": 40, "d": 20, "noise": 1 } },
              "training": { "learningRate": 5 },
              "run": { "horizon": { "epochs": 30 }, "points": 60, "replicas": 4 } }
            """;

    @TempDir
    private Path temporary;

    private Path model;

    @BeforeEach
    void writeModel() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            rows.append(Math.sin(i))
                    .append(',')
                    .append(Math.cos(3.0 * i * i))
                    .append(',')
                    .append(i % 3)
                    .append('\n');
        }
        Files.writeString(temporary.resolve("x.csv"), rows);
        model = Files.writeString(temporary.resolve("rows.json"), MODEL);
    }

    @Test
    void compareWritesTheRunFolderAndRerunMakesTheSameBitsFromAnyPlace() throws IOException {
        Path folder = temporary.resolve("runs").resolve("a");
        int exit = run("compare", model, "--out", folder, "--threads", 1);
        assertEquals(0, exit, err::toString);
        for (String file : List.of("manifest.json", "comparison.json", "report.html", "plots/loss.svg")) {
            assertTrue(Files.size(folder.resolve(file)) > 0, file);
        }
        List<String> lines = Files.readAllLines(folder.resolve("trajectories.csv"));
        assertEquals("method,step,tau,flowTime,observable,mean,stddev,stderr,q05,q50,q95,replicas", lines.get(0));
        // 40 rows: an epoch is 40 updates, and tau is epochs
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("sgd,40,1.0,")), "an epoch");
        assertTrue(lines.stream().anyMatch(line -> line.contains(",testRisk,")), "rows held out");
        String report = Files.readString(folder.resolve("report.html"));
        for (String part : List.of("What theory says of the data", "rows of x.csv", "Best training loss")) {
            assertTrue(report.contains(part), part);
        }
        assertEquals(0, run("rerun", folder, "--check", "--threads", 2), () -> out + "" + err);
        assertEquals(folder.resolve("trajectories.csv") + ": the same again, bit for bit\n", out.toString());
    }

    @Test
    void divergenceIsToldBeforeAndEndsWithWhatWasComputed() throws IOException {
        Path drawn = Files.writeString(temporary.resolve("drawn.json"), GAUSSIAN);
        Path folder = temporary.resolve("b");
        assertEquals(3, run("solve", drawn, "--method", "volterra", "--out", folder), err::toString);
        String said = err.toString();
        int warning = said.indexOf("warning: " + drawn + ": The loss will grow: at gamma = 5.000 theory predicts");
        int failure = said.indexOf("error: " + drawn + ": the method volterra stopped early: loss reached ");
        assertTrue(warning >= 0 && failure > warning, said);
        assertTrue(Files.readAllLines(folder.resolve("trajectories.csv")).size() > 4, "what was computed");
        assertTrue(Files.readString(folder.resolve("report.html")).contains("The loss will grow"));

        assertEquals(
                3,
                run(
                        "compare",
                        drawn,
                        "--out",
                        folder,
                        "--set",
                        "training.learningRate=4.5",
                        "--set",
                        "run.horizon.epochs=1"),
                err::toString);
        assertTrue(err.toString().contains("the horizon came before it overflowed"), err::toString);
    }

    @Test
    void methodsOfOtherModelsAreRefused() {
        assertEquals(2, run("solve", model, "--method", "ode", "--out", temporary.resolve("c")));
        assertTrue(err.toString().contains("expected methods for data"), err::toString);
    }

    @Test
    void inspectTellsTheTheoryOfTheFile() throws IOException {
        assertEquals(0, run("inspect", model), err::toString);
        for (String part : List.of("matrix A: 40 x 2, rank 2", "threshold 2n/tr(AᵀA)", "as stated", "Best ")) {
            assertTrue(out.toString().contains(part), part);
        }
        assertEquals(0, run("inspect", model, "--json"), err::toString);
        JsonNode theory = new ObjectMapper().readTree(out.toString());
        assertEquals(2, theory.get("eigenvalues").size());
        assertEquals(
                80 / theory.get("trace").asDouble(), theory.get("threshold").asDouble(), 1e-14);
        assertEquals("as stated", theory.at("/settings/0/name").asText());
    }

    /** The spectrum by Lanczos, as asked for: inspect says so and what it leaves open, the file of trajectories bears its errors. */
    @Test
    void aLanczosSpectrumIsSaidToBeOne() throws IOException {
        Path drawn = Files.writeString(
                temporary.resolve("drawn.json"),
                GAUSSIAN.replace("\"gaussian\"", "\"sparse\", \"entries\": 5")
                        .replace("\"learningRate\": 5", "\"learningRate\": 1"));
        String lanczos = "model.spectrum={\"method\": \"lanczos\", \"probes\": 5, \"steps\": 8}";
        assertEquals(0, run("inspect", drawn, "--set", lanczos), err::toString);
        for (String part : List.of(
                "spectrum: Lanczos, 5 probes of 8 steps",
                "eigenvalues of AᵀA: from at most ",
                "γ_*, κ, ICR: not resolved: ",
                "model.spectrum.method \"exact\" resolves them")) {
            assertTrue(out.toString().contains(part), out::toString);
        }
        Path folder = temporary.resolve("d");
        assertEquals(0, run("solve", drawn, "--method", "volterra", "--set", lanczos, "--out", folder), err::toString);
        String last = Files.readAllLines(folder.resolve("trajectories.csv")).get(60);
        double error = Double.parseDouble(last.split(",", -1)[7]);
        assertTrue(error > 0, last);
        String report = Files.readString(folder.resolve("report.html"));
        assertTrue(report.contains("spectrum Lanczos, 5 probes of 8 steps"), "report");
    }

    @Test
    void exitTimesAreNotForData() {
        assertEquals(2, run("exit", model));
        assertTrue(err.toString().startsWith("error: " + model + ": "), err::toString);
    }

    @Test
    void aRunThatEndsBeforeItsFirstSaveIsNoAgreement() {
        assertEquals(
                Main.NUMERICAL_FAILURE,
                run("compare", model, "--out", temporary.resolve("run"), "--set", "training.learningRate=1e6"));
        assertTrue(
                out.toString()
                        .contains("A run stopped before the first save: nothing but the start was compared, where the"
                                + " Volterra equation and SGD agree."),
                out::toString);
        assertTrue(err.toString().contains("The loss will grow"), err::toString);
    }
}
