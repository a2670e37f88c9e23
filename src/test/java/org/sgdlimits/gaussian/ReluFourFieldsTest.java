package org.sgdlimits.gaussian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Four fields through {@link ReluForms}. References: mpmath with 75 digits where fields meet, 34 elsewhere, from the entries
 * of W, the integral over t by adaptive quadrature of covariances given x_1 = 0; the formula itself is held against samples
 * in {@link ReluFormsTest}.
 */
@Tag("validation")
final class ReluFourFieldsTest {

    private static final ReluForms RELU = new ReluForms();

    private static final double[][] GENERAL = {
        {1, 0.25, -0.25, 0.5}, {0.25, 0.875, 0.375, -0.25}, {-0.375, 0.125, 0.75, 0.625}, {0.75, -0.625, 0.25, 0.25}
    };

    private static final double[][] AWAY = {
        {0.25, -0.5, 0.75, 0.125}, {-0.5, 0.25, 0.5, 0.375}, {0.5, 0.75, -0.25, 0.25}, {0.125, 0.5, 0.375, -0.75}
    };

    private static final double[] DISTANCES = {1e-1, 1e-3, 1e-5, 1e-7, 1e-9};

    /** A few ulps of the sum of the integral and ½ E of three fields. */
    private static final double ROUNDING = 1e-15;

    /** Fields a = ±1.5 b + distance · away, by {a, b, ±1}; the slopes are 0 and 1. */
    record Nearly(String name, int[][] moves, double[] exact) {
        double[][] vectors(double distance) {
            double[][] w = new double[4][];
            for (int i = 0; i < 4; i++) {
                w[i] = GENERAL[i].clone();
            }
            for (int[] move : moves) {
                for (int c = 0; c < 4; c++) {
                    w[move[0]][c] = move[2] * w[move[1]][c] * 1.5 + distance * AWAY[move[0]][c];
                }
            }
            return w;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Nearly> nearlyAligned() {
        return List.of(
                nearly(
                        "learnt",
                        new int[][] {{2, 0, 1}, {3, 1, 1}},
                        0.634435597847315,
                        0.5770407343361725,
                        0.5764817233559861,
                        0.5764761347386868,
                        0.5764760788526632),
                nearly(
                        "slopes",
                        new int[][] {{1, 0, 1}},
                        0.11773978789742341,
                        0.11778080253247279,
                        0.11778120761548407,
                        0.11778121166581215,
                        0.11778121170631538),
                nearly(
                        "factors",
                        new int[][] {{3, 2, 1}},
                        0.21734439708199593,
                        0.21639386541087657,
                        0.21638436399455685,
                        0.21638426898039742,
                        0.21638426803025582),
                nearly(
                        "slope and factors",
                        new int[][] {{2, 1, 1}, {3, 1, 1}},
                        0.8088763118995146,
                        0.7347303818975421,
                        0.7339999916722768,
                        0.7339926888512968,
                        0.7339926158231936),
                nearly(
                        "slopes and factor",
                        new int[][] {{1, 0, 1}, {2, 0, 1}},
                        0.5875381406156804,
                        0.5801803423544487,
                        0.5801090989793217,
                        0.5801083867969679,
                        0.5801083796751696),
                nearly(
                        "all",
                        new int[][] {{1, 0, 1}, {2, 0, 1}, {3, 0, 1}},
                        1.5968374207624414,
                        1.5473672655892752,
                        1.5468799218828124,
                        1.5468750492187529,
                        1.5468750004921876),
                nearly(
                        "opposite",
                        new int[][] {{2, 0, -1}},
                        2.2072770819798955e-07,
                        2.0663565806724225e-11,
                        2.0650375349206116e-15,
                        2.065024341826913e-19,
                        2.0650238058411932e-23),
                nearly(
                        "opposite factors",
                        new int[][] {{3, 2, -1}},
                        6.600804640970612e-06,
                        6.8240797818345766e-12,
                        6.8262322537244904e-18,
                        6.826253773014144e-24,
                        6.826257355471301e-30),
                nearly(
                        "opposite slopes",
                        new int[][] {{1, 0, -1}},
                        0.002705213499959106,
                        2.692032880136189e-05,
                        2.6918746815866295e-07,
                        2.6918730954282467e-09,
                        2.691873040905738e-11));
    }

    private static Nearly nearly(String name, int[][] moves, double... exact) {
        return new Nearly(name, moves, exact);
    }

    @Test
    void generalFieldsMatchToRounding() {
        double[][] omega = Covariances.of(GENERAL);
        assertEquals(0.05671678863559736, RELU.slopeSlopeProductProduct(omega, 0, 1, 2, 3), 1e-16);
    }

    /**
     * Where no small angle lies between the slopes, closeness of fields costs nothing. Between the slopes the square of the
     * angle carries a few roundings of Ω, 1e-15: the error is 1e-15/distance over 2π. Angles below 1e-7 may be taken to be 0,
     * which adds the wedge between the two fields: its probability, the angle over 2π.
     */
    @ParameterizedTest
    @MethodSource("nearlyAligned")
    void nearlyAlignedFieldsMatchToWhatRoundingLeaves(Nearly which) {
        boolean slopes = which.name.equals("slopes") || which.name.equals("opposite slopes");
        for (int k = 0; k < DISTANCES.length; k++) {
            double[][] omega = Covariances.of(which.vectors(DISTANCES[k]));
            double scale = Math.sqrt(omega[2][2] * omega[3][3]);
            double angle = (DISTANCES[k] > 1e-7 ? 1e-15 / DISTANCES[k] : DISTANCES[k]) / (2 * Math.PI);
            double tolerance = scale * (ROUNDING + (slopes ? angle : 0));
            double got = RELU.slopeSlopeProductProduct(omega, 0, 1, 2, 3);
            assertEquals(which.exact[k], got, tolerance, "distance " + DISTANCES[k]);
            // Either slope as x_1: two integrals of one value.
            assertEquals(got, RELU.slopeSlopeProductProduct(omega, 1, 0, 3, 2), tolerance);
        }
    }

    /** E[g_j' g_l' g_i²] is elementary and so holds the integral of x_m = x_i, of every rank of the fields. */
    @Test
    void integralOfTwoAlignedFactorsIsElementary() {
        Random random = new Random(17);
        for (int rank = 1; rank <= 4; rank++) {
            for (int draw = 0; draw < 50; draw++) {
                double[][] w = Covariances.normal(4, rank, random);
                for (int c = 0; c < rank; c++) {
                    w[3][c] = 2 * w[2][c];
                }
                double[][] omega = Covariances.of(w);
                double exact = 2 * RELU.slopeSlopeProductProduct(omega, 0, 1, 2, 2);
                double got = RELU.slopeSlopeProductProduct(omega, 0, 1, 2, 3);
                double tolerance = 1e-13 * Math.sqrt(omega[2][2] * omega[3][3]);
                assertEquals(exact, got, tolerance, "rank " + rank + ", draw " + draw);
            }
        }
    }

    /** Either slope may be the one that is turned, and Ω of every rank is a covariance. */
    @Test
    void integralDoesNotDependOnWhichSlopeIsTurned() {
        Random random = new Random(18);
        ReluFourFields integral = new ReluFourFields();
        for (int rank = 2; rank <= 5; rank++) {
            for (int draw = 0; draw < 100; draw++) {
                double[][] omega = Covariances.of(Covariances.normal(4, rank, random));
                double scale = Math.sqrt(omega[2][2] * omega[3][3]);
                double one =
                        integral.change(omega, 0, 1, 2, 3) + 0.5 * RELU.slopeSlopeProductProduct(omega, 1, 1, 2, 3);
                double two =
                        integral.change(omega, 1, 0, 2, 3) + 0.5 * RELU.slopeSlopeProductProduct(omega, 0, 0, 2, 3);
                assertEquals(one, two, 1e-13 * scale, "rank " + rank + ", draw " + draw);
            }
        }
        assertTrue(RELU.hasFourFieldForm());
    }
}
