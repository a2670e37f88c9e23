package org.sgdlimits.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Each message names the value, says what was expected and what was got. */
@Tag("regression")
final class ArgumentErrorsTest {

    private static final Network NETWORK = Network.student(2, Activation.ERF).teacher(1, Activation.ERF);
    private static final double[][] ONE = {{1}};
    private static final double[][] TWO = {{1, 0}, {0, 1}};

    private static void refused(String message, Executable action) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, action).getMessage());
    }

    @Test
    void networksRefuseWhatCannotBeTrained() {
        refused("student.width: expected a whole number >= 1, got 0", () -> Network.student(0, Activation.ERF));
        refused("teacher.width: expected a whole number >= 1, got -1", () -> Network.student(1, Activation.ERF)
                .teacher(-1, Activation.ERF));
        refused("labelNoise: expected a variance >= 0, got -0.5", () -> NETWORK.labelNoise(-0.5));
        refused("labelNoise: expected a variance >= 0, got NaN", () -> NETWORK.labelNoise(Double.NaN));
        refused("student.secondLayer: expected 2 values, one a unit, got 1", () -> NETWORK.secondLayer(1));
        refused(
                "teacher.secondLayer: expected finite numbers, got Infinity",
                () -> NETWORK.teacherLayer(Double.POSITIVE_INFINITY));
        refused(
                "student.activation: the slope of sign is zero, so SGD never moves; use sign for the teacher, and erf or"
                        + " tanh for the student",
                () -> Network.student(1, Activation.SIGN).teacher(1, Activation.ERF));
    }

    @Test
    void rulesAndSchedulesRefuseRatesThatAreNotPositive() {
        refused("learningRate: expected a number > 0, got NaN", () -> TrainingRule.plain(Double.NaN));
        refused("learningRate: expected a number > 0, got -0.05", () -> TrainingRule.projected(-0.05));
        refused("training.batch: expected a whole number >= 1, got 0", () -> TrainingRule.plain(1)
                .withBatch(0));
        refused(
                "learningRate: expected one rate more than times, got 1 rates and 1 times",
                () -> Schedule.piecewise(new double[] {1}, new double[] {1}));
        refused(
                "learningRate: expected increasing times > 0, got [2.0, 1.0]",
                () -> Schedule.piecewise(new double[] {2, 1}, new double[] {1, 1, 1}));
        refused("learningRate.exponent: expected a number >= 0, got -1.0", () -> Schedule.power(1, 1, -1));
        refused("learningRate at tau = 2.0: expected a number > 0, got -1.0", () -> Schedule.function(tau -> 1 - tau)
                .rate(2));
        refused("run.horizon: expected a number > 0, got 0.0", () -> Horizon.steps(0));
    }

    @Test
    void overlapsMustBeThoseOfVectors() {
        refused("M: expected shape 2 x 1, got 1 x 1", () -> Start.overlaps(new double[][] {{0.1}}, TWO, ONE));
        refused(
                "Q: expected a symmetric matrix, got Q[2,1] = 0.2 and Q[1,2] = 0.1",
                () -> Start.overlaps(new double[][] {{0}, {0}}, new double[][] {{1, 0.1}, {0.2, 1}}, ONE));
        refused(
                "P: expected finite numbers, got NaN",
                () -> Start.overlaps(new double[][] {{0}, {0}}, TWO, new double[][] {{Double.NaN}}));
        refused(
                "expected overlaps of real vectors, but [[Q, M], [M^T, P]] = [[1.0, 1.2], [1.2, 1.0]] is not positive"
                        + " semidefinite; the rule |M_jr| <= sqrt(Q_jj P_rr) is the first thing to check",
                () -> Start.overlap(1.2));
    }

    @Test
    void problemsRefusePartsThatDoNotFit() {
        Problem<Network> problem = Problem.of(NETWORK);
        refused(
                "run.dimension: expected at least 3, the number of directions that the start's vectors span, got 2",
                () -> problem.start(Start.overlaps(new double[][] {{0}, {0}}, TWO, ONE))
                        .dimension(2));
        refused("run.dimension: expected a whole number >= 1, got 0", () -> problem.dimension(0));
        refused(
                "start: expected overlaps of 2 student and 1 teacher directions (M 2 x 1, Q 2 x 2, P 1 x 1), got M 1 x 1",
                () -> problem.start(Start.overlap(0.1)));
        refused(
                "start.Q[2,2]: expected 1, as the rule keeps every student on the unit sphere, got 0.5",
                () -> problem.start(Start.overlaps(new double[][] {{0}, {0}}, new double[][] {{1, 0}, {0, 0.5}}, ONE))
                        .rule(TrainingRule.projected(1)));
        refused(
                "start.norm: expected 1, as the rule keeps every student on the unit sphere, got 2.0",
                () -> problem.start(Start.random(2)).rule(TrainingRule.spherical(1)));
        refused(
                "start: zero vectors cannot be put on the unit sphere; use random or overlaps, or the rule plain",
                () -> problem.rule(TrainingRule.projected(1)).start(Start.zero()));
        refused(
                "start: a state belongs to statistics of one's own; give overlaps, vectors, random or zero",
                () -> problem.start(Start.state(1)));
        refused("start.teacher: expected 1 vectors, got 2", () -> problem.dimension(3)
                .start(Start.vectors(new double[2][3], new double[2][3])));
        refused("start.student[1]: expected 3 components, got 2", () -> problem.dimension(3)
                .start(Start.vectors(new double[2][2], new double[1][3])));
    }

    @Test
    void spectraMustFillTheDimension() {
        Network network = NETWORK.covariance(Covariance.eigenvalues(new double[] {1, 2}, new long[] {10, 20}));
        refused(
                "covariance: K has 30 eigenvalues with their multiplicities, but run.dimension is 1000; make them"
                        + " equal",
                () -> Problem.of(network));
        refused(
                "covariance: eigenvalue 2: expected a number >= 0, got -1.0",
                () -> Covariance.eigenvalues(new double[] {1, -1}, new long[] {1, 1}));
        refused(
                "covariance: multiplicity 1: expected a whole number > 0, got 0",
                () -> Covariance.eigenvalues(new double[] {1}, new long[] {0}));
        refused(
                "covariance: expected as many multiplicities as eigenvalues, got 1 and 2",
                () -> Covariance.eigenvalues(new double[] {1, 1}, new long[] {1}));
    }
}
