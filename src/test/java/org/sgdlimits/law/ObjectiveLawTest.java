package org.sgdlimits.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.numbers.gamma.Erf;
import org.apache.commons.numbers.gamma.Erfc;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.ObjectiveModel;
import org.sgdlimits.model.Objectives;
import org.sgdlimits.model.Objectives.Labels;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/** Validation: the leading drift and the risk of shipped objectives against independent expectations. */
@Tag("validation")
final class ObjectiveLawTest {

    private static final double GAMMA = 0.7;
    private static final double[][] OMEGA = {{0.8, 0.3}, {0.3, 1.2}};

    private static Problem<ObjectiveModel> problem(ObjectiveModel model, long dimension) {
        int p = model.students();
        Start start = Start.vectors(new double[p][(int) dimension], new double[p][(int) dimension]);
        return new Problem<>(model, TrainingRule.plain(GAMMA), dimension, start, Horizon.tau(1));
    }

    /** dM/dτ = γ E[e r*], dQ/dτ = 2γ E[e r] + γ² E[e²], and the risk, for p = k = 1. */
    private static void hold(
            ObjectiveModel model, double teacher, double student, double square, double risk, double tolerance) {
        FieldDynamics law = StepLaw.of(problem(model, 30)).dynamics(new double[][][] {OMEGA});
        double[] state = new double[law.components().size()];
        double[] drift = new double[state.length];
        law.start(state);
        law.drift(0, state, drift);
        assertEquals(GAMMA * teacher, drift[0], tolerance, model.describe());
        assertEquals(2 * GAMMA * student + GAMMA * GAMMA * square, drift[1], 2 * tolerance, model.describe());
        assertEquals(risk, law.risk(state), tolerance, model.describe());
    }

    /** References: numpy's Gauss–Hermite with 200 × 200 nodes, where 150 agree to 1e-14; ours has 40 × 40. */
    @Test
    void logisticRegressionHasItsExpectations() {
        double teacher = 0.17685962006258207;
        double student = -0.1103583905606722;
        double risk = 0.7248685862197969;
        hold(Objectives.logistic(Labels.PROBABILITIES), teacher, student, 0.06040370624943549, risk, QUADRATURE);
        hold(Objectives.logistic(Labels.SAMPLED), teacher, student, 0.2610878593738809, risk, QUADRATURE);
    }

    /** Numpy's rule of our order, 40 nodes a field, is off by 1e-15 and rounds at some 1e-15; a digit or two more for rounding. */
    private static final double QUADRATURE = 1e-13;

    /** Isserlis: E[(r² − r*²)²] = 3q² + 3t² − 2(qt + 2m²), e = −4r(r² − r*²). */
    @Test
    void phaseRetrievalHasItsPolynomials() {
        double q = OMEGA[0][0];
        double m = OMEGA[0][1];
        double t = OMEGA[1][1];
        double teacher = -4 * (3 * q * m - 3 * m * t);
        double student = -4 * (3 * q * q - (q * t + 2 * m * m));
        // 16 E[r⁶ − 2r⁴r*² + r²r*⁴]
        double square = 16 * (15 * q * q * q - 2 * (3 * q * q * t + 12 * q * m * m) + (3 * t * t * q + 12 * t * m * m));
        hold(
                Objectives.phaseRetrieval(),
                teacher,
                student,
                square,
                3 * q * q + 3 * t * t - 2 * (q * t + 2 * m * m),
                1e-12);
    }

    /**
     * With V = Var(r − r* − √Δ ξ) and a = δ/√V: E[e x] = −erf(a/√2) E[x (r − r*)], E[e²] = V(erf(a/√2) − 2aφ(a)) + δ² erfc(a/√2),
     * and the risk is the floor's formula at V. Tolerance: six standard errors of the eight groups of quasi-Monte Carlo, by
     * Student's law with 7 degrees of freedom a false alarm of 5e-4, with a fixed seed; each is below 10⁻³.
     */
    @Test
    void huberRegressionHasItsClosedForms() {
        double threshold = 0.5;
        double variance = 0.8 - 0.6 + 1.2 + 0.25;
        double a = threshold / Math.sqrt(variance);
        double inside = Erf.value(a / Math.sqrt(2));
        double density = Math.exp(-0.5 * a * a) / Math.sqrt(2 * Math.PI);
        double square = variance * (inside - 2 * a * density) + threshold * threshold * Erfc.value(a / Math.sqrt(2));
        double[] expected = {
            GAMMA * inside * (1.2 - 0.3),
            2 * GAMMA * inside * (0.3 - 0.8) + GAMMA * GAMMA * square,
            Objectives.huber(threshold, variance).riskFloor().orElseThrow()
        };
        StepLaw law = StepLaw.of(problem(Objectives.huber(threshold, 0.25), 30));
        int groups = law.meanGroups();
        double[] sum = new double[3];
        double[] squares = new double[3];
        for (int group = 0; group < groups; group++) {
            FieldDynamics one = law.ofGroup(group).dynamics(new double[][][] {OMEGA});
            double[] state = new double[2];
            double[] values = new double[2];
            one.start(state);
            one.drift(0, state, values);
            for (int i = 0; i < 3; i++) {
                double value = i < 2 ? values[i] : one.risk(state);
                sum[i] += value / groups;
                squares[i] += value * value / groups;
            }
        }
        for (int i = 0; i < 3; i++) {
            double error = Math.sqrt((squares[i] - sum[i] * sum[i]) / (groups - 1));
            assertEquals(expected[i], sum[i], 6 * error, "entry " + i);
            assertTrue(error < 1e-3, "entry " + i + ": " + error);
        }
        assertTrue(law.finestTolerance() > 0, "its drift is uneven, which the integrator has to know");
    }

    /** Least squares is linear: e = r* − r + √Δ ξ, with a block of eigenvalue zero, which nothing moves. */
    @Test
    void directionsWithoutVarianceStayWhereTheyAre() {
        double[][][] gram = {{{0.5, 0.2}, {0.2, 0.4}}, {{0.3, -0.1}, {-0.1, 0.6}}};
        ObjectiveModel model = Objectives.leastSquares(1, 0.1)
                .withCovariance(Covariance.eigenvalues(new double[] {2, 0}, new long[] {10, 30}));
        FieldDynamics law = StepLaw.of(problem(model, 40)).dynamics(gram);
        double[] state = new double[law.components().size()];
        double[] drift = new double[state.length];
        law.start(state);
        law.drift(0, state, drift);
        double error = 0.1 + 2 * (0.5 - 0.4 + 0.4);
        assertEquals(GAMMA * 2 * (0.4 - 0.2), drift[0], 1e-13);
        assertEquals(2 * GAMMA * 2 * (0.2 - 0.5) + GAMMA * GAMMA * 2 * 10 / 40 * error, drift[1], 1e-13);
        assertEquals(0, drift[2], 1e-13);
        assertEquals(0, drift[3], 1e-13);
        assertEquals(0.5 * error, law.risk(state), 1e-13);
    }

    /**
     * Students at zero, teachers of variances (1, ½, 2), three classes, labels drawn: e_c = y_c − ⅓, so that E[e_c r*_c] =
     * E[π_c r*_c] and E[e_c²] = E[π_c](1 − ⅔) + 1/9. References: numpy's Gauss–Hermite with 60³ nodes. Tolerance: five standard
     * errors of our randomised nodes, whose groups estimate 1e-4.
     */
    @Test
    void softmaxHasItsExpectationsAtStudentsZero() {
        double[] variance = {1, 0.5, 2};
        double[] chosen = {0.32984626299582326, 0.31502861626966805, 0.3551251207345084};
        double[] aligned = {0.17023564615189862, 0.08672726950804877, 0.32300552971517626};
        double[][] gram = new double[6][6];
        for (int r = 0; r < 3; r++) {
            gram[3 + r][3 + r] = variance[r];
        }
        FieldDynamics law =
                StepLaw.of(problem(Objectives.softmax(3, Labels.SAMPLED), 30)).dynamics(new double[][][] {gram});
        double[] state = new double[law.components().size()];
        double[] drift = new double[state.length];
        law.start(state);
        law.drift(0, state, drift);
        for (int c = 0; c < 3; c++) {
            int m = law.components().indexOf("M[" + (c + 1) + "," + (c + 1) + "]");
            int q = law.components().indexOf("Q[" + (c + 1) + "," + (c + 1) + "]");
            assertEquals(GAMMA * aligned[c], drift[m], 5e-4);
            assertEquals(GAMMA * GAMMA * (chosen[c] / 3 + 1.0 / 9), drift[q], 5e-4);
        }
        assertEquals(Math.log(3), law.risk(state), 1e-12);
    }
}
