package org.sgdlimits.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgdlimits.cli.Main;
import org.sgdlimits.experiment.UserError;

/** Claim files as a user writes them: what they may say, and what comes of a claim that fails. */
@Tag("regression")
final class ClaimFileTest {

    private static final String MODEL = """
            { "name": "small",
              "model": {
                "kind": "network",
                "student": { "width": 1, "activation": "square" },
                "teacher": { "width": 1, "activation": "square" } },
              "training": { "rule": "projected", "learningRate": 0.05 },
              "start": { "kind": "overlaps", "M": [[0.2]], "Q": [[1]], "P": [[1]] },
              "run": { "dimension": 50, "horizon": { "steps": 50 }, "points": 2, "replicas": 20, "seed": 3 } }
            """;

    /** m(0) = 0.2 is no fixed point, so after any time it is not 0.2. */
    private static final String CLAIM = """
            { "claim": "The overlap stays.", "source": "nowhere", "tier": "quick",
              "model": "models/small.json",
              "check": { "kind": "reference-values", "times": [0.5, 1], "values": [[0.2, 0.2]] },
              "tolerance": { "value": 1e-3, "derivation": "made up" } }
            """;

    private static final String SAME_LAW = "\"check\": { \"kind\": \"same-law\", \"left\": \"reduced\" },";

    @TempDir
    private Path temporary;

    private Path validation;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeModel() throws IOException {
        validation = Files.createDirectory(temporary.resolve("validation"));
        Path models = Files.createDirectory(temporary.resolve("models"));
        Files.writeString(models.resolve("small.json"), MODEL);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(validation.resolve(name + ".json"), text);
    }

    private int validate(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] all = new String[arguments.length + 4];
        System.arraycopy(
                new String[] {"validate", "--claims=" + validation, "--out=" + temporary.resolve("out"), "--tier=quick"
                },
                0,
                all,
                0,
                4);
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
    }

    private void refused(String was, String is, String message) throws IOException {
        assertTrue(CLAIM.contains(was), was);
        Path file = write("wrong", CLAIM.replace(was, is));
        assertEquals(
                file + ": " + message,
                assertThrows(UserError.class, () -> Claim.read(file)).getMessage());
    }

    @Test
    void whatAClaimFileLacksOrMisspellsIsNamed() throws IOException {
        refused("\"source\"", "\"sorce\"", "sorce: unknown key. Did you mean \"source\"?");
        refused(
                "\"tier\": \"quick\"",
                "\"tier\": \"quik\"",
                "tier: expected \"quick\" or \"full\", got \"quik\". Did you mean \"quick\"?");
        refused("\"claim\": \"The overlap stays.\",", "", "claim: expected text in quotes, but the key is missing");
        refused(
                "\"kind\": \"reference-values\"",
                "\"kind\": \"reference\"",
                "check.kind: expected \"convergence-rate\", \"convexity-bound\", \"critical-rate\", "
                        + "\"exit-fit\", \"exit-gain\", \"exit-law\", \"exit-value\", \"expectations\", \"family\", "
                        + "\"final-mean\", \"lanczos\", \"limit-decay\", \"means-agree\", \"momentum-decay\", \"momentum-grid\", "
                        + "\"momentum-transition\", \"node-convergence\", \"one-step\", \"phase-diagram\", "
                        + "\"reference-values\", \"same-law\", \"same-limit\", \"scaling\", \"search-descent\", "
                        + "\"sgd-decay\", \"smaller-gap\", \"stationary-mean\", \"tail\", \"verdict\", \"volterra-ways\", "
                        + "\"weak-order\" or \"within-band\", got \"reference\"");
        refused(
                ", \"derivation\": \"made up\"",
                "",
                "tolerance.derivation: expected text in quotes, but the key is missing");
        refused("\"times\"", "\"time\": 1, \"times\"", "check.time: unknown key. Did you mean \"times\"?");
        refused(
                "\"value\": 1e-3",
                "\"falseAlarm\": 1e-3",
                "tolerance.falseAlarm: unknown key. Known: derivation, value");
        refused(
                "\"model\":",
                "\"cases\": [{ \"name\": \"one\", \"sets\": {} }], \"model\":",
                "cases[1].sets: unknown key. Did you mean \"set\"?");
        refused(
                "\"model\":",
                "\"cases\": [{ \"set\": {} }], \"model\":",
                "cases[1].name: expected text in quotes, but the key is missing");
        refused("\"model\":", "\"cases\": [7], \"model\":", "cases[1]: expected an object {…}, got 7");
    }

    private void refusedWhenExamined(String text, String message) throws IOException {
        write("wrong", text);
        assertEquals(2, validate(), out::toString);
        assertEquals("error: " + message + "\n", err.toString());
    }

    @Test
    void whatACheckCannotDoIsNamed() throws IOException {
        String file = validation.resolve("wrong.json").toString();
        refusedWhenExamined(
                CLAIM.replace("[[0.2, 0.2]]", "[[0.2]]"),
                file + ": check.values: expected 1 rows of 2 values, a row an observable, got 1 rows, one of 1");
        refusedWhenExamined(
                CLAIM.replace("\"values\": [[0.2, 0.2]]", "\"values\": [[0.2, 0]], \"relative\": true"),
                file + ": check.values: expected values other than 0, as the tolerance is relative, got 0");
        refusedWhenExamined(
                CLAIM.replace("\"times\"", "\"method\": \"odes\", \"times\""),
                "unknown method \"odes\". Did you mean \"ode\"?");
        refusedWhenExamined(
                CLAIM.replaceAll("\"check\".*", SAME_LAW).replace("\"value\": 1e-3", "\"falseAlarm\": 1"),
                file + ": tolerance.falseAlarm: expected a probability between 0 and 1, got 1.0");
        refusedWhenExamined(
                CLAIM.replaceAll("\"check\".*", "\"check\": { \"kind\": \"verdict\" },")
                        .replace("\"value\": 1e-3, ", "")
                        .replace("\"check\"", "\"set\": { \"run.methods\": [\"ode\", \"sde\"] }, \"check\""),
                "validation/wrong.json: run.methods: expected sgd or reduced with at least two runs, and a method to hold"
                        + " against it, got [ode, sde]");
        refusedWhenExamined(
                finalMean("\"above\": [0.1, 0.1]"),
                file + ": check.above: expected 1 levels, one an observable, got 2");
        refusedWhenExamined(
                finalMean("\"method\": \"reduced\""),
                file + ": check.above: expected levels here or in below, one an observable, got none");
        refusedWhenExamined(
                CLAIM.replace("\"check\"", "\"set\": { \"run.dimensoin\": 60 }, \"check\""),
                file + ": set.run.dimensoin: run.dimensoin: unknown key. Did you mean \"dimension\"?");
    }

    private static String finalMean(String levels) {
        return CLAIM.replaceAll(
                        "\"check\".*",
                        "\"check\": { \"kind\": \"final-mean\", \"observables\": [\"M[1,1]\"], " + levels + " },")
                .replace("\"value\": 1e-3", "\"falseAlarm\": 0.001");
    }

    /** m(τ = 1) = 0.2272… in the limit, with a spread of a few hundredths over 20 runs. */
    @Test
    void aFinalMeanPassesBeyondItsLevelsOnly() throws IOException {
        write("mean", finalMean("\"above\": [0.1], \"below\": [0.4]"));
        assertEquals(0, validate(), out::toString);
        write("mean", finalMean("\"above\": [0.4]"));
        assertEquals(1, validate(), out::toString);
    }

    @Test
    void aFolderWithoutClaimsAndAnUnknownClaimAreRefused() throws IOException {
        assertEquals(2, validate());
        assertEquals(
                "error: " + validation + ": expected a folder of claims, but it holds no .json file\n", err.toString());
        write("stays", CLAIM);
        assertEquals(2, validate("stay"));
        assertEquals("error: validate: unknown claim \"stay\". Did you mean \"stays\"?\n", err.toString());
    }

    /** The exact overlap at τ = 1 is 0.2272…: dm/dτ = 0.14 m (1 − m²) here. */
    @Test
    void aClaimThatFailsSaysWhatWasExpectedAndWhatCame() throws IOException {
        write("stays", CLAIM);
        assertEquals(1, validate());
        double m = 1 / Math.sqrt(1 + (1 / 0.04 - 1) * Math.exp(-2 * 0.14));
        String text = out.toString();
        assertTrue(text.startsWith("FAIL   stays "), text);
        assertTrue(
                text.contains("       claim:    The overlap stays.\n       expected: absolute error at most 0.001 in 1"
                        + " observables at 2 times\n       got:      largest absolute error "),
                text);
        assertTrue(text.contains("M[1,1] at 1.0, " + Double.toString(m).substring(0, 8)), text);
        assertTrue(
                text.endsWith("\n0 of 1 cases hold\nreport: "
                        + temporary.resolve("out").resolve("validation.html") + "\n"),
                text);
    }

    /** The deviation from the ODE falls like d^(−1/2), not like d³. */
    @Test
    void aRandomClaimThatFailsSaysByHowManyStandardErrors() throws IOException {
        write(
                "rate",
                CLAIM.replaceAll(
                                "\"check\".*",
                                "\"set\": { \"run.horizon.tau\": 1 }, \"check\": { \"kind\": \"convergence-rate\", \"dimensions\": [20, 60, 180], \"replicas\":"
                                        + " [100], \"slope\": 3 },")
                        .replace("\"value\": 1e-3", "\"confidence\": 0.99"));
        assertEquals(1, validate());
        String text = out.toString();
        assertTrue(text.contains("       expected: exponent 3.0 within ±"), text);
        assertTrue(text.contains("       got:      fitted exponent −0."), text);
        assertTrue(text.contains("       off by −"), text);
        assertTrue(text.contains(" standard errors\n"), text);
    }

    @Test
    void theResultsAreJsonAndAPageWithAFigureForEachCase() throws IOException {
        write("stays", CLAIM);
        write(
                "law",
                CLAIM.replaceAll("\"check\".*", SAME_LAW)
                        .replace("\"value\": 1e-3", "\"falseAlarm\": 1e-3")
                        .replace(
                                "\"check\"",
                                "\"cases\": [{ \"name\": \"batch 1\", \"set\": {} }, { \"name\": \"batch 2\", \"set\": {"
                                        + " \"training.batch\": 2 } }], \"check\""));
        assertEquals(1, validate("--json"));
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertEquals(json, new ObjectMapper().readTree(Files.readString(temporary.resolve("out/validation.json"))));
        assertEquals(false, json.get("passed").booleanValue());
        assertEquals(List.of("law", "law", "stays"), json.get("results").findValuesAsText("claim"));
        assertEquals(List.of("batch 1", "batch 2", ""), json.get("results").findValuesAsText("case"));
        JsonNode last = json.get("results").get(2);
        for (String key : List.of("statement", "source", "expected", "got")) {
            assertTrue(last.get(key).isTextual(), key);
        }
        assertTrue(last.get("standardErrors").isNull());
        assertTrue(last.get("seconds").isNumber());
        String page = Files.readString(temporary.resolve("out/validation.html"));
        for (String id : List.of("law-batch-1", "law-batch-2", "stays")) {
            assertTrue(page.contains("<figure id=\"" + id + "\">"), id);
        }
        assertTrue(page.contains("2 of 3 cases hold."));
        assertTrue(page.contains("Tolerance: made up"));
    }

    @Test
    void namesAndTiersChooseTheClaims() throws IOException {
        write("stays", CLAIM);
        Path later = write("later", CLAIM.replace("\"quick\"", "\"full\""));
        assertEquals(Claim.Tier.FULL, Claim.read(later).tier());
        assertEquals(
                List.of("stays"),
                Suite.claims(validation, List.of(), Claim.Tier.QUICK).stream()
                        .map(Claim::name)
                        .toList());
        assertEquals(
                List.of("later", "stays"),
                Suite.claims(validation, List.of(), Claim.Tier.FULL).stream()
                        .map(Claim::name)
                        .toList());
        assertEquals(
                List.of("later"),
                Suite.claims(validation, List.of("later"), Claim.Tier.QUICK).stream()
                        .map(Claim::name)
                        .toList());
    }
}
