package org.sgdlimits.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgdlimits.analysis.SweepAxis;
import org.sgdlimits.model.Network;

/** What a sweep file states, and what a user reads of one that cannot be read. */
@Tag("regression")
class SweepFileTest {

    static final String MODEL = """
            { "model": { "kind": "network",
                "student": { "width": 1, "activation": {"hermite": [0, 0, 1]} },
                "target": {"hermite": [0, 0, 1]}, "loss": "correlation" },
              "training": { "rule": "projected", "learningRate": {"gamma0": 0.3, "delta": 0.5}, "batch": {"mu": 0.5} },
              "start": { "kind": "weak", "M": 1 },
              "run": { "dimension": 20, "horizon": { "steps": 40 }, "replicas": 3, "methods": ["reduced"] },
              "exit": { "observable": "|M|", "above": 0.5 } }
            """;

    private static final String GRID = "\"run.dimension\": [20, 40]";

    /** A sweep over two dimensions with further keys. */
    static String sweep(String more) {
        return "{ \"model\": " + MODEL + ", \"grid\": {" + GRID + "}" + more + " }";
    }

    private static Experiment read(String text, String... settings) {
        return SweepFile.read(
                "s.json", text, Arrays.stream(settings).map(Setting::parse).toList());
    }

    private static void refused(String message, String text, String... settings) {
        assertEquals(
                message,
                assertThrows(UserError.class, () -> read(text, settings)).getMessage());
    }

    private static String grid(String grid) {
        return sweep("").replace(GRID, grid);
    }

    static Stream<Arguments> mistakes() {
        String law = "s.json: ";
        String at = " (at run.dimension = 20)";
        return Stream.of(
                Arguments.of(
                        sweep("").replace("\"grid\"", "\"gird\""), law + "gird: unknown key. Did you mean \"grid\"?"),
                Arguments.of("{ \"model\": " + MODEL + "}", law + "grid: expected an object, but the key is missing"),
                Arguments.of(
                        grid(""),
                        law + "grid: expected at least one key to vary, such as {\"run.dimension\": [100, 1000]}"),
                Arguments.of(
                        grid("\"run.dimension\": []"),
                        law + "grid.run.dimension: expected at least one value and none twice, got []"),
                Arguments.of(
                        grid("\"run.dimension\": [100, 1e2]"),
                        law + "grid.run.dimension: expected at least one value and none twice, got [100, 100]"),
                Arguments.of(
                        grid("\"run.dimension\": 5"),
                        law + "grid.run.dimension: expected a list of values [..., ...] or {\"from\": …, \"to\": …,"
                                + " \"step\": …}, got 5"),
                Arguments.of(
                        grid("\"run..dimension\": [5]"),
                        law + "grid: expected keys of the model such as \"run.dimension\", got \"run..dimension\""),
                Arguments.of(
                        grid("\"training.batch.mu\": [1], \"training.batch\": [{\"mu\": 1}]"),
                        law
                                + "grid.training.batch: expected before \"training.batch.mu\", whose values it would replace"),
                Arguments.of(
                        grid("\"run.methods\": [[\"ode\"], [\"reduced\"]]"),
                        "s.json: grid.run.methods: expected another key, as every method is run at every point; list them in"
                                + " the model"),
                Arguments.of(
                        grid("\"run.dimension, run.seed\": [[40, 1], [50]]"),
                        "s.json: grid.run.dimension, run.seed: expected a list of 2 values for its 2 keys, got [50]"),
                Arguments.of(
                        grid("\"run.dimensoin\": [5]"),
                        "s.json: grid: run.dimensoin: unknown key. Did you mean \"dimension\"? (at run.dimensoin = 5)"),
                Arguments.of(
                        grid("\"run.dimension\": [40, 0]"),
                        "s.json: grid: run.dimension: expected a whole number >= 1, got 0 (at run.dimension = 0)"),
                Arguments.of(
                        grid("\"training.learningRate.delta\": [0, \"x\"]"),
                        "s.json: grid: training.learningRate.delta: expected a finite number, got \"x\""
                                + " (at training.learningRate.delta = x)"),
                Arguments.of(
                        grid("\"training.learningRate\": [0.1, -1]"),
                        "s.json: grid: training.learningRate: expected a number > 0, got -1"
                                + " (at training.learningRate = -1)"),
                Arguments.of(
                        grid("\"training.rule.kind\": [1]"),
                        "s.json: grid: training.rule: expected an object to set \"kind\" in, got \"projected\""
                                + " (at training.rule.kind = 1)"),
                Arguments.of(
                        grid("\"run.seed\": {\"from\": 1, \"to\": 0, \"step\": 1}"),
                        law + "grid.run.seed.to: expected a number >= from = 1.0, got 0.0"),
                Arguments.of(
                        grid("\"run.seed\": {\"from\": 1, \"to\": 5, \"step\": 0}"),
                        law + "grid.run.seed.step: expected a number > 0, got 0"),
                Arguments.of(
                        grid("\"run.seed\": {\"from\": 1, \"to\": 5, \"stpe\": 1}"),
                        law + "grid.run.seed.stpe: unknown key. Did you mean \"step\"?"),
                Arguments.of(
                        grid("\"run.seed\": {\"from\": 1, \"to\": 5, \"step\": 1e-300}"),
                        law + "grid.run.seed.step: expected at most 100000 values from 1.0 to 5.0, got 1.0E-300"),
                Arguments.of(
                        grid("\"run.seed\": {\"from\": 1, \"to\": 1000, \"step\": 1},"
                                + " \"run.dimension\": {\"from\": 1, \"to\": 1000, \"step\": 1}"),
                        law + "grid: expected at most 100000 points, got 1000000"),
                Arguments.of(
                        sweep("").replace("0.3", "-0.3"),
                        "s.json: model: training.learningRate.gamma0: expected a number > 0, got -0.3" + at),
                Arguments.of(
                        sweep("").replaceAll(",\\s*\"exit\": [{][^}]*[}]", ""),
                        "s.json: model: exit: expected an object such as {\"observable\": \"excessRisk\", \"fraction\":"
                                + " 0.01} that says when a run has passed, found none" + at),
                Arguments.of(
                        sweep("").replace("\"above\": 0.5", "\"above\": 0.5, \"dimensions\": [10, 20]"),
                        "s.json: model: exit.dimensions: expected no scan within a sweep; vary the key itself in \"grid\""
                                + at),
                Arguments.of(
                        sweep(", \"fit\": {\"over\": \"run.seed\"}"),
                        law
                                + "fit.over: expected an axis of the grid, \"run.dimension\", got \"run.seed\"; a key that varies together with others is no axis of its own"),
                Arguments.of(
                        sweep(", \"fit\": {\"effort\": \"stesp\"}"),
                        law + "fit.effort: expected \"steps\", \"samples\", \"tau\" or \"flow-time\", got \"stesp\"."
                                + " Did you mean \"steps\"?"),
                Arguments.of(
                        sweep(", \"statistic\": \"mode\""),
                        law + "statistic: expected \"median\" or \"mean\", got \"mode\""),
                Arguments.of(
                        sweep(", \"phaseDiagram\": {}"),
                        law
                                + "phaseDiagram.mu: expected an axis of the grid, \"run.dimension\", got \"training.batch.mu\"; a key that varies together with others is no axis of its own"),
                Arguments.of(
                        sweep(", \"phaseDiagram\": {\"margni\": 1}"),
                        law + "phaseDiagram.margni: unknown key. Did you mean \"margin\"?"),
                Arguments.of(
                        sweep(", \"searchAndDescent\": {\"search\": 0.1}"),
                        law + "searchAndDescent.descent: expected a number > 0, but the key is missing"),
                Arguments.of(
                        sweep(", \"searchAndDescent\": {\"search\": 0.9, \"descent\": 0.1}"),
                        law + "searchAndDescent: expected 0 < search < descent, got 0.9 and 0.1"),
                Arguments.of(
                        sweep(", \"searchAndDescent\": {\"search\": 0.1, \"descent\": 0.9}")
                                .replace(GRID, "\"exit.above\": [0.5]"),
                        law + "grid.exit.above: expected no such key beside searchAndDescent, which gives its values"),
                Arguments.of(
                        MODEL,
                        "s.json: expected a sweep file, with the keys \"model\" and \"grid\", got a model file."
                                + " `sgdlimits exit s.json` measures its exits"),
                Arguments.of(
                        "{ \"model\": \"M.java\", \"grid\": {" + GRID + "} }",
                        law + "model: expected a model file (.json), as a sweep varies its keys, got \"M.java\""),
                Arguments.of(
                        "{ \"model\": \"no-such-model-anywhere.json\", \"grid\": {" + GRID + "} }",
                        law
                                + "model: no-such-model-anywhere.json: no such file. `sgdlimits models` lists the models that"
                                + " come with it"),
                Arguments.of(
                        "{ \"model\": 5, \"grid\": {" + GRID + "} }", law + "model: expected text in quotes, got 5"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsNamedWithItsKeyAndValue(String text, String message) {
        refused(message, text);
    }

    @Test
    void anOptionForAKeyThatTheGridSetsIsRefused() {
        refused(
                "--set run.dimension=50: run.dimension: expected a key that the grid leaves alone, and it varies"
                        + " \"run.dimension\"; give its values, such as --set 'grid={\"run.dimension\": [...]}'",
                sweep(""),
                "run.dimension=50");
    }

    @Test
    void optionsReachTheModelOfEveryPointAndTheGrid() {
        Experiment sweep = read(sweep(""), "run.replicas=7", "run.seed=5", "grid={\"run.dimension\": [30, 60, 90]}");
        List<Experiment> points = sweep.sweep().orElseThrow().points();
        assertEquals(
                List.of(30L, 60L, 90L),
                points.stream().map(point -> point.problem().dimension()).toList());
        assertTrue(points.stream().allMatch(point -> point.settings().replicas() == 7));
        assertEquals(5, sweep.settings().seed());
        refused(
                "--set run.replicas=0: run.replicas: expected a whole number >= 1, got 0 (at run.dimension = 20)",
                sweep(""),
                "run.replicas=0");
    }

    @Test
    void rangesAreDecimal() {
        Experiment sweep = read(grid("\"training.batch.mu\": {\"from\": -0.3, \"to\": 0.3, \"step\": 0.1}"));
        assertEquals(
                List.of("-0.3", "-0.2", "-0.1", "0", "0.1", "0.2", "0.3"),
                sweep.sweep().orElseThrow().plan().axes().get(0).labels());
        Experiment thirds = read(grid("\"training.batch.mu\": {\"from\": 0, \"to\": 1, \"step\": 0.3}"));
        assertEquals(
                List.of("0", "0.3", "0.6", "0.9"),
                thirds.sweep().orElseThrow().plan().axes().get(0).labels());
    }

    @Test
    void gridValuesMayBeWordsAndObjects() {
        Sweep sweep = read(grid("\"model.loss\": [\"square\", \"correlation\"], \"model.target\": [{\"hermite\":"
                        + " [0, 1]}, {\"hermite\": [0, 0, 1]}], \"training.rule\": [\"projected\", \"spherical\"]"))
                .sweep()
                .orElseThrow();
        assertEquals(8, sweep.points().size());
        assertEquals(
                List.of("square", "{\"hermite\":[0,1]}", "projected"),
                sweep.plan().labels(0));
        Network last = (Network) sweep.points().get(7).problem().model();
        assertTrue(last.describe().contains("teacher 1 x hermite[0.0, 0.0, 1.0]"), last::describe);
        assertEquals("SPHERICAL", sweep.points().get(7).problem().rule().kind().name());
        assertEquals("CORRELATION", last.loss().name());
    }

    /** An object of the grid is copied to each of its points: what another axis sets in it does not reach the others. */
    @Test
    void pointsDoNotShareTheObjectsOfTheGrid() {
        List<Experiment> points = read(grid("\"training.learningRate\": [{\"gamma0\": 0.2}],"
                        + " \"training.learningRate.delta\": [0, 0.25]"))
                .sweep()
                .orElseThrow()
                .points();
        assertEquals(
                List.of("0", "0.25"),
                points.stream()
                        .map(point -> point.statement()
                                .at("/modelFile/training/learningRate/delta")
                                .asText())
                        .toList());
    }

    @Test
    void pointsHaveSeedsOfTheirOwnThatStayWhenTheGridGrows() {
        List<Experiment> few = read(sweep("")).sweep().orElseThrow().points();
        List<Experiment> more = read(grid("\"run.dimension\": [10, 20, 4e1, 80]"))
                .sweep()
                .orElseThrow()
                .points();
        assertNotEquals(few.get(0).settings().seed(), few.get(1).settings().seed());
        assertEquals(few.get(0).settings().seed(), more.get(1).settings().seed());
        assertEquals(few.get(1).settings().seed(), more.get(2).settings().seed());
        List<Experiment> levels = read(sweep(", \"searchAndDescent\": {\"search\": 0.1, \"descent\": 0.9}"))
                .sweep()
                .orElseThrow()
                .points();
        assertEquals(levels.get(0).settings().seed(), levels.get(1).settings().seed());
        assertEquals(few.get(0).settings().seed(), levels.get(0).settings().seed());
    }

    @Test
    void searchAndDescentGivesTheLevels() {
        SweepAxis last = read(sweep(", \"searchAndDescent\": {\"search\": 0.1, \"descent\": 0.9}"))
                .sweep()
                .orElseThrow()
                .plan()
                .axes()
                .get(1);
        assertEquals(new SweepAxis("exit.above", List.of("0.1", "0.9")), last);
    }

    @TempDir
    private Path folder;

    @Test
    void theModelMayBeAFileBesideTheSweep() throws IOException {
        Files.writeString(folder.resolve("m.json"), MODEL);
        Path sweep = Files.writeString(
                folder.resolve("of m.json"), "{ \"name\": \"of-m\", \"model\": \"m.json\", \"grid\": {" + GRID + "} }");
        Experiment read = SweepFile.read(sweep, List.of());
        assertEquals("of-m", read.name());
        assertEquals(2, read.sweep().orElseThrow().points().size());
        // the manifest holds the model itself
        assertTrue(read.statement().at("/sweepFile/model/training").isObject());
        Path nested =
                Files.writeString(folder.resolve("n.json"), "{ \"model\": \"of m.json\", \"grid\": {" + GRID + "} }");
        assertEquals(
                nested + ": model: expected a model file, got the sweep file \"of m.json\"",
                assertThrows(UserError.class, () -> SweepFile.read(nested, List.of()))
                        .getMessage());
    }
}
