package org.sgdlimits.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sgdlimits sweep} as a user meets it: exit codes, messages, files. */
@Tag("regression")
class SweepCommandTest extends CommandTest {

    private static final String MODEL = """
            { "name": "second",
              "model": { "kind": "network",
                "student": { "width": 1, "activation": {"hermite": [0, 0, 1]} }, "target": {"hermite": [0, 0, 1]} },
              "training": { "rule": "projected", "learningRate": {"gamma0": 0.3, "delta": 0.5}, "batch": {"mu": 0.5} },
              "start": { "kind": "weak", "M": 1 },
              "run": { "dimension": 20, "horizon": { "steps": {"factor": 40, "power": 0.5} }, "replicas": 4,
                "methods": ["reduced"] },
              "exit": { "observable": "|M|", "above": 0.5 } }
            """;
    private static final String DIAGRAM = """
            { "description": "A phase diagram.", "model": "second.json",
              "grid": { "training.batch.mu": {"from": 0, "to": 1, "step": 0.5},
                "training.learningRate.delta": [-0.5, 0.5], "run.dimension": [20, 40] },
              "phaseDiagram": {} }
            """;
    private static final String DESCENT = """
            { "model": "second.json", "grid": { "run.dimension": [20, 30, 40, 60], "training.batch.mu": [1] },
              "fit": {"effort": "flow-time"},
              "searchAndDescent": {"search": 0.4, "descent": 0.8} }
            """;

    @TempDir
    private Path temporary;

    private Path folder;
    private Path diagram;
    private Path descent;

    @BeforeEach
    void writeFiles() throws IOException {
        folder = temporary.resolve("run");
        Files.writeString(temporary.resolve("second.json"), MODEL);
        diagram = Files.writeString(temporary.resolve("diagram.json"), DIAGRAM);
        descent = Files.writeString(temporary.resolve("descent.json"), DESCENT);
    }

    private JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(folder.resolve(file).toFile());
    }

    private void has(String... files) throws IOException {
        for (String file : files) {
            assertTrue(Files.size(folder.resolve(file)) > 0, file);
        }
        try (Stream<Path> left = Files.list(temporary)) {
            assertTrue(
                    left.noneMatch(file -> file.getFileName().toString().startsWith(".")), "nothing is left beside it");
        }
    }

    @Test
    void aPhaseDiagramIsMeasuredHeldAgainstTheoryAndDrawn() throws IOException {
        assertEquals(0, run("sweep", diagram, "--out", folder, "--threads", 1), err::toString);
        assertTrue(out.toString().startsWith("Reduced SGD finds the target at "), out::toString);
        assertTrue(
                out.toString()
                        .contains("of 6 points of the plane. Theory (information exponent 2) says of 3 whether it is"),
                out::toString);
        assertTrue(out.toString().endsWith("report: " + folder.resolve("report.html") + "\n"), out::toString);
        has("manifest.json", "sweep.csv", "sweep.json", "report.html", "plots/phase-diagram.svg");
        List<String> rows = Files.readAllLines(folder.resolve("sweep.csv"));
        assertTrue(
                rows.get(0)
                        .startsWith(
                                "training.batch.mu,training.learningRate.delta,run.dimension,method,d,n_b,gamma,runs,"),
                rows.get(0));
        assertEquals(1 + 3 * 2 * 2, rows.size());
        // n_b = 40^{1/2} = 6.3, γ = 0.3·40^{1/2}
        assertTrue(rows.get(8).startsWith("0.5,0.5,40,reduced,40,6,1.897366596101027"), rows.get(8));
        JsonNode cells = json("sweep.json").at("/phaseDiagrams/0/cells");
        assertEquals(6, cells.size());
        assertEquals("expansion-not-defined", cells.at("/0/region").asText());
        assertEquals("learning", cells.at("/4/region").asText());
        assertEquals(
                2, json("sweep.json").at("/phaseDiagrams/0/informationExponent").asInt());
        assertEquals("sweep", json("manifest.json").path("command").asText());
        assertEquals(1, json("manifest.json").path("seed").asInt());

        assertEquals(0, run("rerun", folder, "--check", "--threads", 2), out::toString);
        assertEquals(folder.resolve("sweep.csv") + ": the same again, bit for bit\n", out.toString());
        Path again = temporary.resolve("again");
        assertEquals(0, run("rerun", folder, "--out", again, "--quiet"), err::toString);
        for (String file : List.of("sweep.csv", "sweep.json")) {
            assertArrayEquals(Files.readAllBytes(folder.resolve(file)), Files.readAllBytes(again.resolve(file)), file);
        }
    }

    @Test
    void searchAndDescentAreMeasuredOnTheSameRuns() throws IOException {
        assertEquals(0, run("sweep", descent, "--out", folder, "--json", "--methods", "ode,reduced"), err::toString);
        JsonNode summary = new ObjectMapper().readTree(out.toString());
        assertEquals(json("sweep.json"), summary.path("sweep"));
        assertEquals(2, summary.at("/sweep/searchAndDescent").size());
        assertEquals(
                "[20.0,30.0,40.0,60.0]",
                summary.at("/sweep/searchAndDescent/1/dimension").toString());
        for (JsonNode samples : summary.at("/sweep/searchAndDescent/1/descentSamplesPerDimension")) {
            assertTrue(samples.asDouble() > 0, "the second level is passed after the first");
        }
        // two methods, two levels
        assertEquals(4, summary.at("/sweep/laws").size());
        has("report.html", "plots/scaling.svg", "plots/descent-over-search.svg", "plots/search-and-descent.svg");
        String report = Files.readString(folder.resolve("report.html"));
        assertTrue(report.contains("<h2>Search and descent</h2>") && report.contains("<h2>Scaling laws</h2>"));
    }

    @Test
    void whatNoRunReachesIsSaidAndNotFatal() throws IOException {
        assertEquals(0, run("sweep", descent, "--out", folder, "--set", "run.horizon.steps=1"), err::toString);
        assertTrue(out.toString().contains("so no law is fitted"), out::toString);
        assertTrue(out.toString().contains("unknown, as no run passed both levels"), out::toString);
        assertEquals(0, run("sweep", diagram, "--out", folder, "--set", "run.horizon.steps=1"), err::toString);
        assertTrue(out.toString().startsWith("Reduced SGD finds the target at 0 of 6 points"), out::toString);
        has("plots/phase-diagram.svg");
    }

    @Test
    void optionsReachEveryPoint() throws IOException {
        assertEquals(
                0,
                run("sweep", descent, "--out", folder, "--replicas", 2, "--seed", 9, "--methods", "sgd", "--quiet"),
                err::toString);
        assertEquals("", out.toString());
        assertEquals(9, json("manifest.json").path("seed").asInt());
        assertEquals(
                2, json("manifest.json").at("/sweepFile/model/run/replicas").asInt());
        assertTrue(Files.readAllLines(folder.resolve("sweep.csv")).get(1).contains(",sgd,20,20,"));
        assertEquals(2, run("sweep", descent, "--dimension", 50, "--out", folder));
        assertTrue(
                err.toString().startsWith("error: --dimension 50: run.dimension: expected a key that the grid"),
                err::toString);
    }

    @Test
    void modelsAndSweepsAreToldApart() {
        for (String command : List.of("compare", "exit", "inspect")) {
            assertEquals(2, run(command, diagram));
            assertEquals(
                    "error: " + diagram + ": expected a model file, got a sweep file. Run `sgdlimits sweep " + diagram
                            + "`\n",
                    err.toString());
        }
        Path model = temporary.resolve("second.json");
        assertEquals(2, run("sweep", model, "--out", folder));
        assertEquals(
                "error: " + model + ": expected a sweep file, with the keys \"model\" and \"grid\", got a model file."
                        + " `sgdlimits exit " + model + "` measures its exits\n",
                err.toString());
        assertFalse(Files.exists(folder));
    }
}
