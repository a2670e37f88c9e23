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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a user meets it: exit codes, messages, files. */
@Tag("regression")
class MainTest extends CommandTest {

    private static final String MODEL = """
            { "name": "small",
              "model": {
                "kind": "network",
                "student": { "width": 1, "activation": "square" },
                "teacher": { "width": 1, "activation": "square" } },
              "training": { "rule": "projected", "learningRate": 0.05 },
              "start": { "kind": "overlaps", "M": [[0.2]], "Q": [[1]], "P": [[1]] },
              "run": { "dimension": 50, "horizon": { "steps": 100 }, "points": 4, "replicas": 8 } }
            """;

    @TempDir
    private Path temporary;

    private Path model;

    @BeforeEach
    void writeModel() throws IOException {
        model = Files.writeString(temporary.resolve("small.json"), MODEL);
    }

    @Test
    void compareWritesTheRunFolderAndRerunMakesTheSameBits() throws IOException {
        Path folder = temporary.resolve("run");
        assertEquals(0, run("compare", model, "--out", folder, "--threads", 1), err::toString);
        assertTrue(out.toString().endsWith("report: " + folder.resolve("report.html") + "\n"), out::toString);
        for (String file : List.of("manifest.json", "trajectories.csv", "comparison.json", "report.html")) {
            assertTrue(Files.size(folder.resolve(file)) > 0, file);
        }
        List<String> lines = Files.readAllLines(folder.resolve("trajectories.csv"));
        assertEquals("method,step,tau,flowTime,observable,mean,stddev,stderr,q05,q50,q95,replicas", lines.get(0));
        assertTrue(
                lines.stream().anyMatch(line -> line.startsWith("sgd,100,2.0,0.1,\"M[1,1]\",")),
                "a whole step, quoted name");

        assertEquals(0, run("rerun", folder, "--check", "--threads", 2), out::toString);
        assertEquals(folder.resolve("trajectories.csv") + ": the same again, bit for bit\n", out.toString());

        Files.writeString(
                folder.resolve("trajectories.csv"), String.join("\n", lines).replace("sgd,100,", "sgd,101,") + "\n");
        assertEquals(1, run("rerun", folder, "--check"));
        assertTrue(
                out.toString().contains(" was\n    sgd,101,") && out.toString().contains("is now\n    sgd,100,"));
    }

    @Test
    void aWideStudentIsWrittenAsParticlesWhichMakeTheSameBits() throws IOException {
        Path wide = Files.writeString(temporary.resolve("wide.json"), """
                { "model": { "kind": "network",
                    "student": { "width": 12, "activation": "square" }, "teacher": { "width": 2, "activation": "square" } },
                  "training": { "rule": "plain", "learningRate": 1 },
                  "run": { "dimension": 50, "horizon": { "flowTime": 0.5 }, "points": 8, "replicas": 2,
                    "methods": ["meanfield", "reduced"] } }
                """);
        Path folder = temporary.resolve("wide");
        assertEquals(0, run("compare", wide, "--out", folder, "--threads", 1), err::toString);
        List<String> particles = Files.readAllLines(folder.resolve("particles.csv"));
        assertEquals("method,step,tau,flowTime,particle,m1,m2,orthogonal", particles.get(0));
        // two methods, five times, twelve particles
        assertEquals(1 + 2 * 5 * 12, particles.size());
        assertTrue(Files.isRegularFile(folder.resolve("plots/particles-meanfield.svg")));
        assertTrue(Files.isRegularFile(folder.resolve("plots/particles-reduced.svg")));
        assertEquals(0, run("rerun", folder, "--check", "--threads", 2), out::toString);
    }

    @Test
    void lateTimesAreSaidOnLogSpacedTimes() throws IOException {
        Path pair = Files.writeString(temporary.resolve("pair.json"), """
                { "model": { "kind": "network", "normalization": "sum",
                    "student": { "width": 2, "activation": "relu" }, "teacher": { "width": 1, "activation": "relu" } },
                  "training": { "rule": "population", "learningRate": 1 },
                  "start": { "kind": "overlaps", "M": [[0.3], [0.3]], "Q": [[0.25, -0.07], [-0.07, 0.25]], "P": [[1]] },
                  "run": { "dimension": 10, "horizon": { "steps": 20000 }, "points": 60, "spacing": "log",
                    "methods": ["map"] } }
                """);
        Path folder = temporary.resolve("pair");
        assertEquals(0, run("compare", pair, "--out", folder), err::toString);
        assertTrue(out.toString().contains("The excess risk of the mean map falls like t^−(2.999"), out::toString);
        JsonNode tail = new ObjectMapper()
                .readTree(folder.resolve("comparison.json").toFile())
                .at("/tails/0");
        assertEquals("power", tail.path("law").asText());
        assertEquals(3, tail.path("exponent").asDouble(), 0.01);

        assertEquals(0, run("compare", pair, "--out", folder, "--set", "run.spacing=linear"), err::toString);
        assertTrue(!out.toString().contains("falls like"), out::toString);
    }

    private static final String EXIT = "exit={\"observable\":\"excessRisk\",\"fraction\":0.1}";

    @Test
    void exitWritesTheTimesTheirStatisticsAndTheReportAndRerunMakesTheSameBits() throws IOException {
        Path folder = temporary.resolve("run");
        assertEquals(
                0,
                run("exit", model, "--set", EXIT, "--set", "run.horizon.flowTime=5", "--out", folder, "--threads", 2),
                err::toString);
        assertTrue(out.toString().contains("mean flow time"), out::toString);
        List<String> times = Files.readAllLines(folder.resolve("exit-times.csv"));
        assertEquals(
                "method,dimension,width,learningRate,labelNoise,replica,exited,step,tau,flowTime,outcome",
                times.get(0));
        // the ODE once, three random methods eight times
        assertEquals(1 + 1 + 3 * 8, times.size());
        JsonNode summary =
                new ObjectMapper().readTree(folder.resolve("exit.json").toFile());
        assertEquals(4, summary.at("/points/0/methods").size());
        assertEquals("linearised", summary.at("/points/0/formulas/0/formula").asText());
        assertTrue(Files.isRegularFile(folder.resolve("report.html")));
        assertTrue(Files.isRegularFile(folder.resolve("plots/exit-distribution.svg")));
        assertEquals(
                "exit",
                new ObjectMapper()
                        .readTree(folder.resolve("manifest.json").toFile())
                        .path("command")
                        .asText());
        assertEquals(0, run("rerun", folder, "--check", "--threads", 1), err::toString);
        Files.writeString(folder.resolve("exit-times.csv"), "method\n");
        assertEquals(1, run("rerun", folder, "--check"));
    }

    @Test
    void exitScansAreFittedAndCensoredRunsAreKept() throws IOException {
        Path folder = temporary.resolve("scan");
        String scan = "exit={\"observable\":\"M[1,1]\",\"above\":0.5,\"dimensions\":[50,100,200],\"replicas\":[40]}";
        assertEquals(
                0,
                run(
                        "exit",
                        model,
                        "--set",
                        scan,
                        "--set",
                        "run.horizon.flowTime=6",
                        "--methods",
                        "ode,reduced",
                        "--out",
                        folder,
                        "--json"),
                err::toString);
        JsonNode exit = new ObjectMapper().readTree(out.toString()).path("exit");
        assertEquals("reduced", exit.at("/fits/0/method").asText());
        assertTrue(Files.isRegularFile(folder.resolve("plots/exit-dimension.svg")));
        assertEquals(
                0,
                run(
                        "exit",
                        model,
                        "--set",
                        scan,
                        "--set",
                        "run.horizon.steps=3",
                        "--methods",
                        "reduced",
                        "--out",
                        folder,
                        "--json"),
                err::toString);
        JsonNode censored = new ObjectMapper().readTree(out.toString()).at("/exit/points/0/methods/0");
        assertEquals(40, censored.path("censored").asInt());
        assertTrue(censored.path("meanIsLowerBound").asBoolean());
        assertTrue(censored.at("/step/median").isNull());
    }

    @Test
    void exitOfAModelThatDoesNotSayWhenIsRefused() {
        assertEquals(2, run("exit", model, "--out", temporary.resolve("none")));
        assertEquals(
                "error: " + model + ": exit: expected an object such as {\"observable\": \"excessRisk\","
                        + " \"fraction\": 0.01} that says when a run has exited, found none\n",
                err.toString());
        assertFalse(Files.exists(temporary.resolve("none")));
        assertEquals(2, run("exit", model, "--set", "exit={\"observable\":\"excess\",\"below\":1}"));
        assertTrue(err.toString().contains("exit.observable: expected one of risk, excessRisk"), err::toString);
    }

    @Test
    void aPointThatTheProblemDoesNotAdmitIsBadInput() {
        String widths = "exit={\"observable\":\"excessRisk\",\"fraction\":0.1,\"widths\":[1,2]}";
        assertEquals(2, run("exit", model, "--set", widths, "--out", temporary.resolve("none")));
        assertTrue(
                err.toString().contains("exit.widths: expected values that the problem admits, and at 2"),
                err::toString);
        String dimensions = "exit={\"observable\":\"excessRisk\",\"fraction\":0.1,\"dimensions\":[1,20]}";
        assertEquals(2, run("exit", model, "--set", dimensions, "--out", temporary.resolve("none")));
        assertTrue(
                err.toString().contains("exit.dimensions: expected values that the problem admits, and at 1"),
                err::toString);
        assertFalse(Files.exists(temporary.resolve("none")));
    }

    @Test
    void aThresholdThatIsMetAtTheStartIsSaid() {
        String met = "exit={\"observable\":\"M[1,1]\",\"above\":0.1}";
        assertEquals(0, run("exit", model, "--set", met, "--methods", "reduced", "--out", temporary.resolve("met")));
        assertTrue(out.toString().contains("is met at the start already"), out::toString);
    }

    @Test
    void aDivergentRunIsWrittenUpToTheBlowUpAndExitsWithThree() throws IOException {
        Path folder = temporary.resolve("run");
        String rule = "training={\"rule\": \"plain\", \"learningRate\": 500}";
        assertEquals(3, run("solve", model, "--method", "reduced", "--set", rule, "--out", folder, "--json"));
        JsonNode summary = new ObjectMapper().readTree(out.toString());
        assertEquals(3, summary.get("exitCode").asInt());
        assertEquals("diverged", summary.at("/methods/0/outcome").asText());
        assertTrue(summary.at("/methods/0/message").asText().contains("at tau = "));
        assertTrue(Files.exists(folder.resolve("trajectories.csv")));
        assertFalse(Files.exists(folder.resolve("comparison.json")));
    }

    @Test
    void aLimitThatIsWrongDisagreesAndExitsWithOne() throws IOException {
        Path wrong = Files.writeString(temporary.resolve("Wrong.java"), """
                import java.util.List;
                import java.util.random.RandomGenerator;
                import org.sgdlimits.model.*;
                public class Wrong implements SampledLimit {
                    public List<String> statistics() { return List.of("x"); }
                    public void drift(double tau, double[] s, double[] out) { out[0] = 1; }
                    public Run start(int dimension, double[] start, RandomGenerator random) {
                        return new Run() {
                            double x = start[0];
                            public void step(long index) { x -= (1 + random.nextGaussian()) / dimension; }
                            public void statistics(double[] out) { out[0] = x; }
                        };
                    }
                    public static Problem<?> problem() { return Problem.of(new Wrong()).dimension(100); }
                }
                """);
        Path folder = temporary.resolve("run");
        assertEquals(1, run("compare", wrong, "--out", folder), err::toString);
        assertTrue(out.toString().contains("disagrees"), out::toString);
        assertEquals(0, run("rerun", folder, "--check", "--quiet"), out::toString);
        assertEquals("", out.toString());
    }

    @Test
    void badInputExitsWithTwoAndOneSentence() {
        assertEquals(2, run("compare", model, "--dimension", "1"));
        assertEquals(
                "error: --dimension 1: run.dimension: expected at least 2, the number of directions that the start's vectors"
                        + " span, got 1\n",
                err.toString());
        assertEquals(2, run("compare", temporary.resolve("smal.json")));
        assertEquals(
                "error: " + temporary.resolve("smal.json") + ": no such file. Did you mean " + model + "?\n",
                err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void inspectTellsTheTermsOfOneStep() throws IOException {
        String giant =
                Path.of("models", "giant-step-square.json").toAbsolutePath().toString();
        assertEquals(0, run("inspect", giant, "--samples", "0"));
        assertTrue(out.toString().contains("order d^(1-δ-μ) = d^-0.5: vanishes"), out::toString);
        assertTrue(out.toString().contains("order d^(-δ) = d^0.5: diverges, so there is no ODE"), out::toString);
        assertEquals(0, run("inspect", giant, "--samples", "0", "--json"));
        JsonNode orders = new ObjectMapper().readTree(out.toString()).path("stepOrders");
        assertEquals(0.5, orders.at("/meanProduct/order").asDouble());
        assertEquals("vanishes", orders.at("/variance/fate").asText());
    }

    @Test
    void inspectTellsTheStagesOfAMultiIndexTarget() throws IOException {
        String staircase = Path.of("models", "staircase.json").toAbsolutePath().toString();
        String[] quick = {"--samples", "0", "--set", "run.horizon.flowTime=0.1"};
        assertEquals(0, run("inspect", staircase, quick[0], quick[1], quick[2], quick[3]));
        assertTrue(out.toString().contains("""
                Information exponent of the target: 1
                Leap exponent of the target: 2 (coordinate leap: in the basis of the teacher directions as given, taken as orthonormal)
                  direction 1 at cost 1, by h1(z1)
                  direction 2 at cost 2, by h1(z1) h2(z2)
                  direction 3 at cost 2, by h1(z2) h2(z3)
                """), out::toString);
        assertEquals(0, run("inspect", staircase, quick[0], quick[1], quick[2], quick[3], "--json"));
        JsonNode target = new ObjectMapper().readTree(out.toString()).path("target");
        assertEquals(2, target.path("coordinateLeap").asInt());
        assertEquals(3, target.path("terms").size());
        assertEquals("[1,2,0]", target.at("/stages/1/by").toString());
    }

    @Test
    void tooManyStudentsForTheirOverlapsAreBadInput() throws IOException {
        Path wide = Files.writeString(
                temporary.resolve("wide.json"),
                MODEL.replaceFirst("\"width\": 1", "\"width\": 3001")
                        .replaceFirst("\"start\".*", "")
                        .replace("\"projected\"", "\"plain\""));
        String refused =
                "error: " + wide + ": model.student.width: expected at most 3000 where all overlaps among students are"
                        + " followed, got 3001; use the method meanfield, or a narrower student\n";
        assertEquals(2, run("inspect", wide));
        assertEquals(refused, err.toString());
        assertEquals(2, run("solve", wide, "--method", "ode", "--out", temporary.resolve("run")));
        assertEquals(refused, err.toString());
    }

    @Test
    void misspeltCommandsAndOptionsAreCorrected() {
        assertEquals(2, run("comapre", model));
        assertEquals(
                "error: comapre: unknown command. Did you mean \"compare\"?\n`sgdlimits --help` shows what can be given.\n",
                err.toString());
        assertEquals(2, run("compare", model, "--sede", "3"));
        assertEquals("""
                error: --sede: unknown option. Did you mean "--seed"?
                `sgdlimits compare --help` shows what can be given.
                """, err.toString());
    }

    @Test
    void modelsListsWhatThereIs() {
        assertEquals(0, run("models"));
        assertTrue(out.toString().contains("models/phase-retrieval.json"), out::toString);
        assertTrue(out.toString().contains("models/java/CubicLink.java"), out::toString);
    }

    @Test
    void anInterruptedRunLeavesNoTraceAndTheEarlierRunAsItWas() throws IOException, InterruptedException {
        Path runs = Files.createDirectory(temporary.resolve("runs"));
        Path folder = Files.createDirectory(runs.resolve("run"));
        Files.writeString(folder.resolve("manifest.json"), "{\"sgdlimits\": \"0\", \"files\": []}");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "compare",
                        model.toString(),
                        "--methods=reduced",
                        "--set=run.horizon.steps=1e12",
                        "--out=" + folder)
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve("log").toFile())
                .start();
        try {
            for (int waited = 0; entries(runs).size() < 2 && process.isAlive() && waited < 300; waited++) {
                Thread.sleep(50);
            }
            assertEquals(2, entries(runs).size(), () -> "the run has begun; " + temporary.resolve("log"));
            process.destroy();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        } finally {
            process.destroyForcibly();
        }
        assertEquals(List.of("run"), entries(runs));
        assertArrayEquals(new String[] {"manifest.json"}, entries(folder).toArray());
    }

    private static List<String> entries(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
