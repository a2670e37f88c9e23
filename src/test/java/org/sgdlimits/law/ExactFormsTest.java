package org.sgdlimits.law;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.TrainingRule;

/** The laws that closed forms give against those of a quadrature that knows nothing of them. */
@Tag("validation")
final class ExactFormsTest {

    /** Rows of W with Ω = W Wᵀ, two students and a teacher: general, aligned, a zero student, rank one. */
    private static final Map<String, double[][]> VECTORS = Map.of(
            "general", new double[][] {{1, 0.2, 0.1}, {0.3, 0.8, -0.2}, {0.4, -0.3, 0.7}},
            "aligned students", new double[][] {{0.9, 0.2, 0}, {0.9, 0.2, 0}, {0.4, -0.3, 0.7}},
            "aligned with the teacher", new double[][] {{0.4, -0.3, 0.7}, {0.3, 0.8, -0.2}, {0.4, -0.3, 0.7}},
            "zero student", new double[][] {{0, 0, 0}, {0.3, 0.8, -0.2}, {0.4, -0.3, 0.7}},
            "rank one", new double[][] {{0.5, 0, 0}, {-0.8, 0, 0}, {1, 0, 0}});

    /** Polynomials: both are exact, and some hundred products of size up to ten round. */
    @Test
    void polynomialFormsEqualQuadrature() {
        holdAgainstQuadrature(Activation.SQUARE, 0, 1e-14);
        holdAgainstQuadrature(Activation.hermite(0, 0, 0, 1), 0, 1e-14);
    }

    /** The stated error is the difference of two Gauss–Hermite rules of different order; the finer is held against the forms. */
    @Test
    void smoothFormsEqualQuadratureToItsStatedError() {
        holdAgainstQuadrature(Activation.ERF, 1, 1e-14);
        holdAgainstQuadrature(Activation.TANH, 1, 1e-14);
    }

    /**
     * The stated error is the difference of two spherical rules, of which the finer is held against the forms; vectors of three
     * fields in a plane or on a line cost no accuracy.
     */
    @Test
    void kinkedFormsEqualQuadratureToItsStatedError() {
        holdAgainstQuadrature(Activation.RELU, 1, 1e-14);
    }

    private static void holdAgainstQuadrature(Activation activation, double factor, double rounding) {
        Network model = Network.student(2, activation)
                .teacher(1, activation)
                .secondLayer(0.8, -1.1)
                .trainSecondLayer()
                .labelNoise(0.2);
        StepLaw law = StepLaw.of(Problem.of(model).rule(TrainingRule.plain(0.7)));
        StepLaw quadrature = law.byQuadrature();
        VECTORS.forEach((name, w) -> {
            double[] exact = riskAndDrift(law, gram(w));
            double[] coarse = riskAndDrift(quadrature, gram(w));
            double[] fine = riskAndDrift(quadrature.companion(), gram(w));
            double allowed = factor * distance(coarse, fine) + rounding;
            assertEquals(0, distance(exact, fine), allowed, activation.name() + ", " + name);
        });
    }

    private static double[] riskAndDrift(StepLaw law, double[][] omega) {
        FieldDynamics dynamics = law.dynamics(new double[][][] {omega});
        double[] s = new double[dynamics.components().size()];
        dynamics.start(s);
        double[] drift = new double[s.length];
        dynamics.drift(0, s, drift);
        double[] result = Arrays.copyOf(drift, s.length + 1);
        result[s.length] = dynamics.risk(s);
        return result;
    }

    private static double distance(double[] a, double[] b) {
        double worst = 0;
        for (int i = 0; i < a.length; i++) {
            worst = Math.max(worst, Math.abs(a[i] - b[i]));
        }
        return worst;
    }

    private static double[][] gram(double[][] w) {
        double[][] omega = new double[w.length][w.length];
        for (int i = 0; i < w.length; i++) {
            for (int j = 0; j < w.length; j++) {
                for (int c = 0; c < w[0].length; c++) {
                    omega[i][j] += w[i][c] * w[j][c];
                }
            }
        }
        return omega;
    }
}
