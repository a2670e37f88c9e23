package org.sgdlimits.law;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgdlimits.gaussian.ErfForms;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.Loss;
import org.sgdlimits.model.Network;

/** Shared roots against I₂, I₃ and I₄ term by term, which {@link ErfForms} works out and whose own tests hold it. */
@Tag("validation")
class ErfMomentsTest {

    private static final int STUDENTS = 3;
    private static final int FIELDS = 5;
    private static final int WIDTH = 8;
    private static final int DIMENSION = 50;

    /**
     * The angles and E[x_a g_i] are good to a few ulps of 1 + √Ω_ii: where C̃ loses more to cancellation, the determinant of
     * the slopes damps it. The weights of a sum add up to less than two.
     */
    private static final double ROUNDING = 1e-15;

    /** Vectors by the relation between them: rows of W, students first. */
    enum Directions {
        GENERAL,
        ALIGNED,
        ZERO,
        ALL_ALIGNED,
        LARGE;

        double[][] vectors(Random random) {
            double[][] w = new double[FIELDS][WIDTH];
            for (double[] row : w) {
                for (int c = 0; c < WIDTH; c++) {
                    row[c] = random.nextGaussian() / Math.sqrt(WIDTH);
                }
            }
            for (int c = 0; c < WIDTH; c++) {
                switch (this) {
                    case GENERAL -> {}
                    case ALIGNED -> {
                        w[1][c] = -2 * w[0][c];
                        w[2][c] = w[STUDENTS][c];
                    }
                    case ZERO -> w[1][c] = 0;
                    case ALL_ALIGNED -> {
                        for (int i = 1; i < FIELDS; i++) {
                            w[i][c] = (i - 2) * w[0][c];
                        }
                    }
                    case LARGE -> w[0][c] = 100 * w[STUDENTS][c];
                }
            }
            return w;
        }
    }

    record Case(Network network, Directions directions) {}

    static List<Case> cases() {
        return cases(Activation.ERF);
    }

    static List<Case> cases(Activation activation) {
        List<Case> cases = new ArrayList<>();
        for (Directions directions : Directions.values()) {
            for (Loss loss : Loss.values()) {
                Network network = Network.student(STUDENTS, activation)
                        .teacher(FIELDS - STUDENTS, activation)
                        .labelNoise(.3)
                        .loss(loss)
                        .secondLayer(1, .5, -.4);
                cases.add(new Case(network, directions));
                cases.add(new Case(network.trainSecondLayer(), directions));
                cases.add(new Case(
                        network.covariance(
                                Covariance.eigenvalues(new double[] {2, .5}, new long[] {20, DIMENSION - 20})),
                        directions));
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void sharedRootsGiveTheMomentsTermByTerm(Case given) {
        Network network = given.network();
        Overlaps state = state(given);
        OrderParameters layout = new OrderParameters(network, state.gram.length);
        FieldMoments shared = new ErfMoments(network);
        FieldMoments termByTerm = new NetworkMoments(network, new ErfForms(), null);
        MeanSignal got = new MeanSignal(layout);
        MeanSignal expected = new MeanSignal(layout);
        shared.evaluate(state.omega, state.parameters, true, got);
        termByTerm.evaluate(state.omega, state.parameters, true, expected);
        double largest = 1;
        for (int i = 0; i < FIELDS; i++) {
            largest = Math.max(largest, state.omega[i][i]);
        }
        double tolerance = ROUNDING * Math.sqrt(largest);
        agree(expected.field, got.field, tolerance);
        agree(expected.product, got.product, tolerance);
        agree(new double[][] {expected.parameter}, new double[][] {got.parameter}, tolerance);
        assertEquals(
                termByTerm.risk(state.omega, state.parameters), shared.risk(state.omega, state.parameters), tolerance);
    }

    static Overlaps state(Case given) {
        Network network = given.network();
        var spectrum = network.covariance().spectrum(DIMENSION);
        Overlaps state = new Overlaps(new OrderParameters(network, spectrum.blocks()), spectrum);
        Random random = new Random(5);
        for (double[][] gram : state.gram) {
            double[][] w = given.directions().vectors(random);
            for (int i = 0; i < FIELDS; i++) {
                for (int j = 0; j < FIELDS; j++) {
                    for (int c = 0; c < WIDTH; c++) {
                        gram[i][j] += w[i][c] * w[j][c];
                    }
                }
            }
        }
        System.arraycopy(network.parameters(), 0, state.parameters, 0, state.parameters.length);
        state.sumBlocks();
        return state;
    }

    static void agree(double[][] expected, double[][] got, double tolerance) {
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected[i].length; j++) {
                assertEquals(expected[i][j], got[i][j], tolerance);
            }
        }
    }
}
