package org.sgdlimits.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.method.Method;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.model.Continuation;
import org.sgdlimits.model.HermiteTarget;
import org.sgdlimits.model.HermiteTerm;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Loss;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

@Tag("regression")
class ModelFileTest {

    private static Experiment read(String... settings) {
        return ModelFile.read(
                "models/x.json",
                ModelFileErrorsTest.MODEL,
                List.of(settings).stream().map(Setting::parse).toList());
    }

    private static Network network(Experiment experiment) {
        return assertInstanceOf(Network.class, experiment.problem().model());
    }

    private static List<String> methods(Experiment experiment) {
        return experiment.methods().stream().map(Method::name).toList();
    }

    @Test
    void whatTheFileLeavesOutHasTheDocumentedDefaults() {
        Experiment experiment = read();
        assertEquals("x", experiment.name());
        assertEquals(List.of("ode", "sde", "reduced", "sgd"), methods(experiment));
        RunSettings defaults = RunSettings.defaults();
        assertEquals(defaults.seed(), experiment.settings().seed());
        assertEquals(1e-10, experiment.settings().odeTolerance());
        assertEquals(1, experiment.problem().rule().batch());
        assertEquals(
                TrainingRule.Corrections.LEADING, experiment.problem().rule().corrections());
    }

    @Test
    void theResolvedFileSaysEverythingAndReadsBackAsItself() {
        Experiment experiment = read("run.seed=7");
        ObjectNode resolved = (ObjectNode) experiment.statement().get("modelFile");
        assertEquals("identity", resolved.at("/model/covariance/kind").asText());
        assertEquals("[1.0]", resolved.at("/model/student/secondLayer/values").toString());
        assertEquals(
                "[\"ode\",\"sde\",\"reduced\",\"sgd\"]",
                resolved.at("/run/methods").toString());
        assertEquals(7, resolved.at("/run/seed").asInt());
        Experiment again = ModelFile.read("y.json", Json.print(resolved), List.of());
        // 1.0 and 1 are one number
        Comparator<JsonNode> byValue = (a, b) ->
                a.isNumber() && b.isNumber() ? Double.compare(a.doubleValue(), b.doubleValue()) : a.equals(b) ? 0 : 1;
        assertTrue(experiment.statement().equals(byValue, again.statement()), again.statement()::toString);
    }

    @Test
    void settingOneClockOfTheHorizonReplacesTheOther() {
        assertEquals(Horizon.tau(5), read("run.horizon.tau=5").problem().horizon());
    }

    @Test
    void settingATargetReplacesTheTeacher() {
        Network network = network(read("model.target.hermite=[0, 0, 1]"));
        // He_2/√2! = (x² − 1)/√2
        assertArrayEquals(
                new double[] {-Math.sqrt(0.5), 0, Math.sqrt(0.5)},
                network.committee().orElseThrow().activation().coefficients(),
                1e-15);
    }

    @Test
    void aMultiIndexTargetIsReadTermByTerm() {
        String target = "\"target\": { \"directions\": 2, \"terms\": [{ \"coefficient\": -2, \"degrees\": [1, 2] }] }";
        String text = ModelFileErrorsTest.MODEL
                .replace("\"teacher\": { \"width\": 1, \"activation\": \"square\" }", target)
                .replace("[[0.2]]", "[[0.2, 0.1]]")
                .replace("\"P\": [[1.0]]", "\"P\": [[1, 0], [0, 1]]");
        Network network = network(ModelFile.read("x.json", text, List.of()));
        assertEquals(2, network.teachers());
        assertEquals(List.of(HermiteTerm.of(-2, 1, 2)), ((HermiteTarget) network.target()).terms());
    }

    @Test
    void textNeedsNoQuotesOnTheCommandLine() {
        assertEquals(
                TrainingRule.Kind.SPHERICAL,
                read("training.rule=spherical").problem().rule().kind());
    }

    @Test
    void schedulesReplaceTheLearningRate() {
        Experiment power =
                read("training.learningRate={\"schedule\": \"power\", \"rate\": 2, \"time\": 4, \"exponent\": 0.5}");
        // 2 (1 + 12/4)^(−1/2), exact in binary
        assertEquals(1, power.problem().rule().learningRate().rate(12));
        Experiment piecewise =
                read("training.learningRate={\"schedule\": \"piecewise\", \"times\": [3], \"rates\": [1, 0.5]}");
        assertEquals(0.5, piecewise.problem().rule().learningRate().rate(3));
    }

    private static TrainingRule adaptive(String rate) {
        return read("training.rule=plain", "run.horizon={\"tau\": 1}", "training.learningRate=" + rate)
                .problem()
                .rule();
    }

    @Test
    void adaptiveRatesAndClippingAreRead() {
        assertEquals(TrainingRule.fractionOfCritical(0.7), adaptive("{\"schedule\": \"critical\", \"fraction\": 0.7}"));
        assertEquals(TrainingRule.polyak(), adaptive("{\"schedule\": \"polyak\"}"));
        assertEquals(TrainingRule.lineSearch(), adaptive("{\"schedule\": \"line-search\"}"));
        assertEquals(
                TrainingRule.adaGradNorm(2, 0.5),
                adaptive("{\"schedule\": \"adagrad-norm\", \"rate\": 2, \"b0\": 0.5}"));
        assertEquals(0.4, read("training.clip=0.4").problem().rule().clip().orElseThrow());
    }

    @Test
    void aTrainedSecondLayerFollowsTheLearningRateUnlessToldOtherwise() {
        String train = "model.student.secondLayer={\"values\": [0.5], \"train\": true}";
        Experiment same = read(train);
        assertEquals(List.of("a[1]"), network(same).parameterNames());
        assertEquals(0.05, same.problem().rule().parameterRate().rate(0));
        assertEquals(
                0.3,
                read(train, "training.secondLayerRate=0.3")
                        .problem()
                        .rule()
                        .parameterRate()
                        .rate(0));
    }

    @Test
    void everyKindOfStartIsRead() {
        assertEquals(
                Start.random(1), read("start={\"kind\": \"random\"}").problem().start());
        assertEquals(
                Start.zero(),
                read("start={\"kind\": \"zero\"}", "training.rule=plain")
                        .problem()
                        .start());
        Start vectors = read(
                        "start={\"kind\": \"vectors\", \"student\": [[1, 0, 0]], \"teacher\": [[0, 1, 0]]}",
                        "run.dimension=3")
                .problem()
                .start();
        assertInstanceOf(Start.Vectors.class, vectors);
    }

    @Test
    void eigenvaluesMustFillTheDimension() {
        String covariance =
                "model.covariance={\"kind\": \"eigenvalues\", \"values\": [2, 0.5], \"multiplicities\": [10, 10]}";
        assertEquals(
                20,
                network(read(covariance, "start={\"kind\": \"random\"}"))
                        .covariance()
                        .spectrum(20)
                        .dimension());
    }

    @Test
    void theGradientFlowIsSolvedByTheOdeAlone() {
        assertEquals(List.of("ode"), methods(read("training.rule=gradient-flow")));
    }

    @Test
    void descentOnThePopulationRiskIsSolvedByTheMapAndItsLimit() {
        assertEquals(List.of("ode", "map"), methods(read("training.rule=population")));
    }

    @Test
    void whatAContinuationLeavesOutStaysAsBefore() {
        Experiment experiment = read(
                "model.loss=correlation",
                "training.batch=9",
                "training.then={\"observable\": \"|M|\", \"above\": 0.5, \"loss\": \"square\", \"learningRate\": 0.01}");
        Continuation<?> next = experiment.problem().continuation().orElseThrow();
        assertEquals(Continuation.Side.ABOVE, next.side());
        assertEquals(0.5, next.level());
        assertEquals(Loss.SQUARE, ((Network) next.model()).loss());
        assertEquals(Loss.CORRELATION, network(experiment).loss());
        assertEquals(TrainingRule.projected(0.01).withBatch(9), next.rule());
        ObjectNode resolved = (ObjectNode) experiment.statement().get("modelFile");
        assertEquals("projected", resolved.at("/training/then/rule").asText());
        ModelFile.read("y.json", Json.print(resolved), List.of());
        Continuation<?> below = read("training.then.observable=risk", "training.then.below=0.6")
                .problem()
                .continuation()
                .orElseThrow();
        assertEquals(Continuation.Side.BELOW, below.side());
        assertEquals(TrainingRule.projected(0.05), below.rule());
    }
}
