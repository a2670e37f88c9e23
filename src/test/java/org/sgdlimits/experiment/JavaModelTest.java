package org.sgdlimits.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgdlimits.method.Method;

@Tag("regression")
class JavaModelTest {

    static final String SOURCE = """
            import org.sgdlimits.model.*;
            public class Line implements Limit {
                public java.util.List<String> statistics() { return java.util.List.of("x"); }
                public void drift(double tau, double[] s, double[] out) { out[0] = -s[0]; }
                public static Problem<?> problem() {
                    return Problem.of(new Line()).start(Start.state(1)).dimension(10);
                }
            }
            """;

    private static Experiment read(String source, String... settings) {
        return JavaModel.read(
                "models/Line.java",
                source,
                List.of(settings).stream().map(Setting::parse).toList());
    }

    private static String messageOf(String source, String... settings) {
        return assertThrows(UserError.class, () -> read(source, settings)).getMessage();
    }

    @Test
    void methodsAreThoseWhichTheTypeOfTheModelAllows() {
        Experiment experiment = read(SOURCE);
        assertEquals(
                List.of("ode"), experiment.methods().stream().map(Method::name).toList());
        assertEquals("Line", experiment.name());
    }

    @Test
    void theRunCanBeSetAndTheModelCannot() {
        Experiment experiment = read(SOURCE, "run.dimension=50", "run.seed=9");
        assertEquals(50, experiment.problem().dimension());
        assertEquals(9, experiment.settings().seed());
        assertEquals(
                "--set model.labelNoise=1: a Java model states this in its source, models/Line.java; what can be set is"
                        + " run.dimension, run.points, run.spacing, run.replicas, run.seed, run.tolerance, run.observables, run.statistics, run.methods",
                messageOf(SOURCE, "model.labelNoise=1"));
    }

    @Test
    void aDataMatrixIsAProblemToo() {
        String data = """
                import org.sgdlimits.leastsquares.*;
                public class Line {
                    public static LeastSquaresProblem problem() {
                        return LeastSquaresProblem.of(DenseMatrix.of(new double[][] {{1}, {2}}), new double[] {1, 2});
                    }
                }
                """;
        Experiment experiment = read(data, "run.points=3");
        assertEquals(List.of("volterra", "sgd"), experiment.task().methods());
        assertEquals(3, experiment.settings().points());
        assertEquals(
                "--set run.dimension=3: run.dimension: unknown key. Known: points, spacing, replicas, seed,"
                        + " tolerance, methods",
                messageOf(data, "run.dimension=3"));
    }

    @Test
    void aModelThatDoesNotCompileIsToldByTheCompilerWithItsLine() {
        assertEquals("models/Line.java:4: ';' expected", messageOf(SOURCE.replace("-s[0]; }", "-s[0] }")));
    }

    @Test
    void aModelWithoutItsMethodIsTold() {
        assertEquals(
                "models/Line.java: expected public static Problem problem() in class Line, found none",
                messageOf(SOURCE.replace("problem()", "question()")));
    }

    @Test
    void anExceptionOfTheModelIsToldWithItsLine() {
        assertEquals(
                "models/Line.java:6: problem() threw java.lang.IllegalStateException: no",
                messageOf(SOURCE.replace(
                        "return Problem.of",
                        "if (true) throw new IllegalStateException(\"no\");" + " return Problem.of")));
        assertEquals(
                "models/Line.java:6: start: expected 1 values, one for each of [x], got 2",
                messageOf(SOURCE.replace("state(1)", "state(1, 2)")));
    }

    @Test
    void aMethodThatNeedsMoreThanTheModelGivesIsRefused() {
        assertTrue(messageOf(SOURCE, "run.methods=[\"sde\"]")
                .startsWith("--set run.methods=[\"sde\"]: run.methods: the method \"sde\" needs a NoisyModel"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CubicLink", "Huber", "OnlineLeastSquares"})
    void everyShippedModelCompilesAndSaysWhatItIs(String name) {
        Path file = Path.of("models", "java", name + ".java");
        assertEquals(name, Experiment.read(file, List.of()).name());
        assertTrue(ModelText.description(file).endsWith("."));
    }
}
