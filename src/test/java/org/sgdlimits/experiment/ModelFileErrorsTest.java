package org.sgdlimits.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user reads of a model file that cannot be read: file, key, expectation, value, next step. */
@Tag("regression")
class ModelFileErrorsTest {

    static final String MODEL = """
            { "model": {
                "kind": "network",
                "student": { "width": 1, "activation": "square" },
                "teacher": { "width": 1, "activation": "square" },
                "labelNoise": 0.5 },
              "training": { "rule": "projected", "learningRate": 0.05 },
              "start": { "kind": "overlaps", "M": [[0.2]], "Q": [[1.0]], "P": [[1.0]] },
              "run": { "dimension": 20, "horizon": { "steps": 40 }, "points": 4, "replicas": 3 } }
            """;

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(
                        "\"labelNoise\": 0.5",
                        "\"labelNoise\": -0.5",
                        "model.labelNoise: expected a variance >= 0, got -0.5"),
                Arguments.of(
                        "\"labelNoise\": 0.5",
                        "\"labelNoise\": null",
                        "model.labelNoise: expected a variance >= 0, got null"),
                Arguments.of(
                        "\"labelNoise\"",
                        "\"labelNosie\"",
                        "model.labelNosie: unknown key. Did you mean \"labelNoise\"?"),
                Arguments.of("0.05", "-0.05", "training.learningRate: expected a number > 0, got -0.05"),
                Arguments.of("0.05", "0", "training.learningRate: expected a number > 0, got 0"),
                Arguments.of(
                        "0.05",
                        "NaN",
                        "training.learningRate: expected a number > 0 within the range of a double, got NaN"),
                Arguments.of(
                        "0.05",
                        "1e400",
                        "training.learningRate: expected a number > 0 within the range of a double, got 1E+400"),
                Arguments.of("0.05", "\"fast\"", "training.learningRate: expected a number > 0, got \"fast\""),
                Arguments.of(
                        "0.05",
                        "{\"schedule\": \"power\", \"rate\": 1}",
                        "training.learningRate.time: expected a number > 0, but the key is missing"),
                Arguments.of(
                        "0.05",
                        "{\"schedule\": \"piecewise\", \"times\": [1], \"rates\": [1]}",
                        "training.learningRate.rates: expected one rate more than times (2), got 1"),
                Arguments.of(
                        "0.05",
                        "0.05, \"secondLayerRate\": 1",
                        "training.secondLayerRate: expected no such rate, because the second layer is fixed. Set model.student.secondLayer.train to true, or leave the rate out"),
                Arguments.of(
                        "0.05",
                        "0.05, \"then\": { \"observable\": \"excesRisk\", \"below\": 0.5 }",
                        "training.then.observable: expected an observable, got \"excesRisk\". Did you mean \"excessRisk\"?"),
                Arguments.of(
                        "0.05",
                        "0.05, \"then\": { \"observable\": \"|M|\" }",
                        "training.then: expected exactly one of \"above\" or \"below\", got none"),
                Arguments.of(
                        "0.05",
                        "0.05, \"then\": { \"observable\": \"|M|\", \"above\": 0.5, \"losss\": \"square\" }",
                        "training.then.losss: unknown key. Did you mean \"loss\"?"),
                Arguments.of(
                        "0.05",
                        "0.05, \"then\": { \"observable\": \"|M|\", \"above\": 0.5, \"batch\": 0 }",
                        "training.then.batch: expected a whole number >= 1, got 0"),
                Arguments.of(
                        "\"projected\"",
                        "\"projektiv\"",
                        "training.rule: expected \"plain\", \"projected\", \"spherical\", \"population\" or \"gradient-flow\", got \"projektiv\". Did you mean \"projected\"?"),
                Arguments.of(
                        "\"network\"",
                        "\"netwrok\"",
                        "model.kind: expected \"network\", \"objective\" or \"data\", got \"netwrok\". Did you mean \"network\"?"),
                Arguments.of(
                        "\"dimension\": 20",
                        "\"dimension\": 1",
                        "run.dimension: expected at least 2, the number of directions that the start's vectors span, got 1"),
                Arguments.of(
                        "\"points\": 4",
                        "\"methods\": [\"meanfield\"], \"meanfield\": { \"dimension\": \"high\" }",
                        "run.meanfield.dimension: expected \"finite\" or \"infinite\", got \"high\""),
                Arguments.of(
                        "\"points\": 4",
                        "\"methods\": [\"resolvent\"], \"resolvent\": { \"nodes\": 7 }",
                        "run.resolvent.nodes: expected an even number >= 2, got 7"),
                Arguments.of(
                        "\"points\": 4",
                        "\"methods\": [\"hsgd\"], \"hsgd\": { \"step\": 0 }",
                        "run.hsgd.step: expected a number > 0, got 0"),
                Arguments.of(
                        "\"dimension\": 20",
                        "\"dimension\": 20.5",
                        "run.dimension: expected a whole number >= 1, got 20.5"),
                Arguments.of(
                        "\"dimension\": 20",
                        "\"dimension\": 1e999999999",
                        "run.dimension: expected a whole number >= 1, got 1E+999999999"),
                Arguments.of(
                        "\"steps\": 40",
                        "\"steps\": 40, \"tau\": 2",
                        "run.horizon: expected exactly one of \"steps\", \"tau\" or \"flowTime\", got steps and tau"),
                Arguments.of(
                        "\"M\": [[0.2]]",
                        "\"M\": [[0.2], [0.1]]",
                        "start.M: expected shape 1 x 1, from the widths of student and teacher, got 2 x 1"),
                Arguments.of(
                        "\"M\": [[0.2]]",
                        "\"M\": [[2]]",
                        "start: expected overlaps of real vectors, but [[Q, M], [M^T, P]] = [[1.0, 2.0], [2.0, 1.0]] is not positive semidefinite; the rule |M_jr| <= sqrt(Q_jj P_rr) is the first thing to check"),
                Arguments.of(
                        "\"M\": [[0.2]]", "\"M\": [[\"x\"]]", "start.M[1][1]: expected a finite number, got \"x\""),
                Arguments.of(
                        "\"Q\": [[1.0]]",
                        "\"Q\": [[2]]",
                        "start.Q[1,1]: expected 1, as the rule keeps every student on the unit sphere, got 2.0"),
                Arguments.of("\"Q\"", "\"norm\"", "start.norm: unknown key. Known: kind, M, Q, P"),
                Arguments.of("\"points\"", "\"pionts\"", "run.pionts: unknown key. Did you mean \"points\"?"),
                Arguments.of(
                        "\"points\": 4",
                        "\"methods\": [\"oed\"]",
                        "run.methods: unknown method \"oed\". Did you mean \"ode\"?"),
                Arguments.of(
                        "\"points\": 4", "\"methods\": []", "run.methods: expected a list of words [\"…\", …], got []"),
                Arguments.of(
                        "\"points\": 4",
                        "\"tolerance\": 1",
                        "run.tolerance: expected a number between 1e-14 and 1e-2, got 1.0"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void anErrorNamesFileKeyExpectationAndValue(String part, String replacement, String message) {
        assertEquals("models/x.json: " + message, messageOf(MODEL.replace(part, replacement)));
    }

    static Stream<Arguments> mistakenTargets() {
        String terms = "{ \"coefficient\": 1, \"degrees\": [1, 0] }";
        return Stream.of(
                Arguments.of("{ \"directions\": 2, \"tems\": [] }", ".tems: unknown key. Did you mean \"terms\"?"),
                Arguments.of(
                        "{ \"directions\": 2, \"hermite\": [1] }", ".hermite: unknown key. Known: directions, terms"),
                Arguments.of(
                        "{ \"terms\": [" + terms + "] }",
                        ".directions: expected a whole number, but the key is missing"),
                Arguments.of("{ \"directions\": 2 }", ".terms: expected a coefficient that is not zero, got none"),
                Arguments.of(
                        "{ \"directions\": 2, \"terms\": {} }", ".terms: expected a list of objects [{…}, …], got {}"),
                Arguments.of("{ \"directions\": 2, \"terms\": [1] }", ".terms[1]: expected an object {…}, got 1"),
                Arguments.of(
                        "{ \"directions\": 2, \"terms\": [{ \"coeficient\": 1 }] }",
                        ".terms[1].coeficient: unknown key. Did you mean \"coefficient\"?"),
                Arguments.of(
                        "{ \"directions\": 2, \"terms\": [{ \"coefficient\": 1, \"degrees\": [1, -1] }] }",
                        ".terms[1].degrees[2]: expected a whole number >= 0, got -1"),
                Arguments.of(
                        "{ \"directions\": 3, \"terms\": [" + terms + "] }",
                        ".terms[1].degrees: expected 3 degrees, one a direction, got 2"),
                Arguments.of(
                        "{ \"directions\": 2, \"terms\": [" + terms + ", " + terms + "] }",
                        ".terms[2].degrees: expected each list of degrees once, got [1, 0] again; add the coefficients"),
                Arguments.of(
                        "{ \"directions\": 2, \"terms\": [" + terms.replace("1,", "0,") + "] }",
                        ".terms: expected a coefficient that is not zero, got none"));
    }

    @ParameterizedTest
    @MethodSource("mistakenTargets")
    void anErrorOfATargetNamesTheTerm(String target, String message) {
        String teacher = "\"teacher\": { \"width\": 1, \"activation\": \"square\" }";
        assertEquals(
                "models/x.json: model.target" + message, messageOf(MODEL.replace(teacher, "\"target\": " + target)));
    }

    private static final String OBJECTIVE = """
            { "model": { "kind": "objective", "objective": "logistic" },
              "training": { "rule": "plain", "learningRate": 0.5 },
              "start": { "kind": "zero" },
              "run": { "dimension": 4, "horizon": { "steps": 4 }, "points": 4, "replicas": 3 } }
            """;

    static Stream<Arguments> mistakenObjectives() {
        return Stream.of(
                Arguments.of(
                        "\"logistic\"",
                        "\"logsitic\"",
                        "model.objective: expected \"least-squares\", \"logistic\", \"softmax\", \"phase-retrieval\","
                                + " \"huber\" or \"multi-index\", got \"logsitic\". Did you mean \"logistic\"?"),
                Arguments.of(
                        ", \"objective\": \"logistic\"",
                        "",
                        "model.objective: expected \"least-squares\", \"logistic\", \"softmax\", \"phase-retrieval\","
                                + " \"huber\" or \"multi-index\", but the key is missing"),
                Arguments.of(
                        "\"logistic\"",
                        "\"logistic\", \"width\": 2",
                        "model.width: unknown key. Known: kind, objective, labels, covariance"),
                Arguments.of(
                        "\"logistic\"",
                        "\"logistic\", \"labels\": \"drawn\"",
                        "model.labels: expected \"probabilities\" or \"sampled\", got \"drawn\""),
                Arguments.of(
                        "\"logistic\"",
                        "\"softmax\", \"width\": 1",
                        "model.width: expected a whole number >= 2, got 1"),
                Arguments.of(
                        "\"logistic\"", "\"huber\", \"threshold\": 0", "model.threshold: expected a number > 0, got 0"),
                Arguments.of(
                        "\"logistic\"",
                        "\"huber\", \"labelNoise\": -1",
                        "model.labelNoise: expected a variance >= 0, got -1"),
                Arguments.of(
                        "\"learningRate\": 0.5",
                        "\"learningRate\": 0.5, \"clip\": 1, \"batch\": 4",
                        "training.clip: expected a rule that draws one sample a step, whose gradient is clipped, got the rule"
                                + " plain with batch 4; leave the clip out, or use plain with batch 1"),
                Arguments.of(
                        "\"learningRate\": 0.5",
                        "\"learningRate\": 0.5, \"then\": { \"observable\": \"|M|\", \"above\": 0.5 }",
                        "training.then: expected none, as a run goes on with another loss of a network, and an objective"
                                + " has its own. Leave it out, or give learningRate a schedule"),
                Arguments.of(
                        "\"kind\": \"zero\"",
                        "\"kind\": \"vectors\", \"student\": [[0, 0, 0, 0]], \"teacher\": [[1, 0, 0]]",
                        "start.teacher[1]: expected 4 components, got 3"),
                Arguments.of(
                        "\"kind\": \"zero\"",
                        "\"kind\": \"vectors\", \"student\": [[0, 0, 0, 0], [0, 0, 0, 0]], \"teacher\": [[1, 0, 0, 0]]",
                        "start.student: expected 1 vectors, got 2"));
    }

    @ParameterizedTest
    @MethodSource("mistakenObjectives")
    void anErrorOfAnObjectiveNamesTheKey(String part, String replacement, String message) {
        assertEquals("models/x.json: " + message, messageOf(OBJECTIVE.replace(part, replacement)));
    }

    static Stream<Arguments> mistakenCovariances() {
        return Stream.of(
                Arguments.of(
                        "{ \"file\": \"K.npy\" }",
                        "model.covariance.kind: expected one of \"identity\", \"eigenvalues\", \"power-law\", \"diagonal\","
                                + " \"matrix\" or \"data\" beside the other keys, but the key is missing"),
                Arguments.of(
                        "{ \"kind\": \"eigenvalues\", \"values\": [1, -2], \"multiplicities\": [2, 2] }",
                        "model.covariance.values[2]: expected a number >= 0, got -2"),
                Arguments.of(
                        "{ \"kind\": \"eigenvalues\", \"values\": [NaN], \"multiplicities\": [4] }",
                        "model.covariance.values[1]: expected a finite number within the range of a double, got NaN"),
                Arguments.of(
                        "{ \"kind\": \"eigenvalues\", \"values\": [0, 0], \"multiplicities\": [2, 2] }",
                        "model.covariance: expected an eigenvalue > 0, got zeros only"),
                Arguments.of(
                        "{ \"kind\": \"eigenvalues\", \"values\": [1, 2], \"multiplicities\": [4] }",
                        "model.covariance.multiplicities: expected 2 numbers, one an eigenvalue, got 1"),
                Arguments.of(
                        "{ \"kind\": \"eigenvalues\", \"values\": [1, 2], \"multiplicities\": [2, 0] }",
                        "model.covariance.multiplicities[2]: expected a whole number >= 1, got 0"),
                Arguments.of(
                        "{ \"kind\": \"eigenvalues\", \"values\": [1, 2], \"multiplicities\": [2, 3] }",
                        "model.covariance: K has 5 eigenvalues with their multiplicities, but run.dimension is 4; make them"
                                + " equal"),
                Arguments.of(
                        "{ \"kind\": \"powerlaw\", \"exponent\": 1 }",
                        "model.covariance.kind: expected \"identity\", \"eigenvalues\", \"power-law\", \"diagonal\","
                                + " \"matrix\" or \"data\", got \"powerlaw\". Did you mean \"power-law\"?"),
                Arguments.of(
                        "{ \"kind\": \"power-law\" }",
                        "model.covariance.exponent: expected a finite number, but the key is missing"),
                Arguments.of(
                        "{ \"kind\": \"power-law\", \"exponent\": 1, \"trace\": 1 }",
                        "model.covariance.trace: unknown key. Known: kind, exponent"),
                Arguments.of(
                        "{ \"kind\": \"diagonal\", \"sigma\": [1, 2], \"exponent\": 1 }",
                        "model.covariance: K has 2 eigenvalues with their multiplicities, but run.dimension is 4; make them"
                                + " equal"),
                Arguments.of(
                        "{ \"kind\": \"diagonal\", \"sigma\": { \"from\": 1 } }",
                        "model.covariance.sigma.to: expected a number >= 0, but the key is missing"),
                Arguments.of(
                        "{ \"kind\": \"diagonal\", \"sigma\": [1, -2] }",
                        "model.covariance.sigma[2]: expected a number >= 0, got -2"),
                Arguments.of(
                        "{ \"kind\": \"matrix\" }",
                        "model.covariance.file: expected text in quotes, but the key is missing"),
                Arguments.of(
                        "{ \"kind\": \"matrix\", \"file\": \"K.csv\" }",
                        "model.covariance.file: models/K.csv: expected a file of numbers (.csv or other text, .npy, .npz, .idx, .svm; also with .gz), found none"));
    }

    @ParameterizedTest
    @MethodSource("mistakenCovariances")
    void anErrorOfACovarianceNamesTheKey(String covariance, String message) {
        assertEquals(
                "models/x.json: " + message,
                messageOf(OBJECTIVE.replace("\"logistic\"", "\"logistic\", \"covariance\": " + covariance)));
    }

    @Test
    void misspeltSectionIsFoundBeforeItIsMissed() {
        assertEquals(
                "models/x.json: trainig: unknown key. Did you mean \"training\"?",
                messageOf(MODEL.replace("\"training\"", "\"trainig\"")));
    }

    @Test
    void widthZeroAndUnknownActivationAreNamed() {
        assertEquals(
                "models/x.json: model.student.width: expected a whole number >= 1, got 0",
                messageOf(MODEL.replaceFirst("\"width\": 1", "\"width\": 0")));
        assertEquals(
                "models/x.json: model.student.activation: expected \"linear\", \"square\", \"relu\", \"erf\", \"tanh\","
                        + " \"sigmoid\", \"sign\" or \"gelu\", got \"rleu\". Did you mean \"relu\"?",
                messageOf(MODEL.replaceFirst("\"square\"", "\"rleu\"")));
    }

    @Test
    void gradientFlowHasNoSamplesToDraw() {
        assertEquals(
                "models/x.json: run.methods: the method \"sgd\" draws samples, and the rule gradient-flow has none. Use the"
                        + " method ode, or the rule plain",
                messageOf(MODEL.replace("projected", "gradient-flow")
                        .replace("\"points\": 4", "\"methods\": [\"sgd\"]")));
    }

    @Test
    void gradientFlowHasNoStepsAndThePopulationHasNoSamples() {
        assertEquals(
                "models/x.json: run.methods: the method \"map\" makes steps, and the rule gradient-flow has none. Use the"
                        + " method ode, or the rule population",
                messageOf(MODEL.replace("projected", "gradient-flow")
                        .replace("\"points\": 4", "\"methods\": [\"map\"]")));
        assertEquals(
                "models/x.json: run.methods: the method \"sde\" draws samples, and the rule population has none. Use the"
                        + " methods map and ode, or the rule plain",
                messageOf(MODEL.replace("projected", "population").replace("\"points\": 4", "\"methods\": [\"sde\"]")));
    }

    @Test
    void brokenJsonIsToldByLineAndColumn() {
        assertEquals(
                "models/x.json: line 1, column 18: Unexpected end-of-input within/between Array entries. The text ends too"
                        + " early: close what is open",
                messageOf("{\"start\": [[0.2],"));
        assertEquals(
                "models/x.json: line 1, column 19: Duplicate field 'name'", messageOf("{\"name\":\"a\",\"name\":1}"));
    }

    @Test
    void anOptionIsNamedWhereItIsToBlame() {
        assertEquals(
                "--set run.sede=3: run.sede: unknown key. Did you mean \"seed\"?",
                messageOf(MODEL, Setting.parse("run.sede=3")));
        assertEquals(
                "--dimension many: run.dimension: expected a whole number >= 1, got \"many\"",
                messageOf(MODEL, Setting.of("--dimension", "many", "run.dimension")));
        assertEquals(
                "models/x.json with --set rnu.seed=3: rnu: unknown key. Did you mean \"run\"?",
                messageOf(MODEL, Setting.parse("rnu.seed=3")));
        assertEquals(
                "--set training.learningRate.rate=1: training.learningRate: expected an object to set \"rate\" in, got 0.05",
                messageOf(MODEL, Setting.parse("training.learningRate.rate=1")));
        assertEquals(
                "--set seed: expected KEY=VALUE, such as run.horizon.tau=5",
                assertThrows(UserError.class, () -> Setting.parse("seed")).getMessage());
    }

    private static String messageOf(String text, Setting... settings) {
        return assertThrows(UserError.class, () -> ModelFile.read("models/x.json", text, List.of(settings)))
                .getMessage();
    }
}
