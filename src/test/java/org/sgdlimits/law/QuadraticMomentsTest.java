package org.sgdlimits.law;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgdlimits.gaussian.PolynomialForms;
import org.sgdlimits.method.Starts;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Loss;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/** Matrix products against Isserlis' theorem term by term, which {@link PolynomialForms} works out and whose own tests hold it. */
@Tag("validation")
class QuadraticMomentsTest {

    private static final int STUDENTS = 3;
    private static final int FIELDS = 5;
    private static final int DIMENSION = 50;

    /** Sums of at most 10³ products of size one, each rounded a few times. */
    private static final double TOLERANCE = 1e-13;

    static List<Network> networks() {
        List<Network> networks = new ArrayList<>();
        for (Activation student : List.of(Activation.SQUARE, Activation.polynomial(.3, -.7, .9), Activation.LINEAR)) {
            for (Activation teacher : List.of(Activation.SQUARE, Activation.polynomial(-.2, .4, .5))) {
                for (Loss loss : Loss.values()) {
                    Network network = Network.student(STUDENTS, student)
                            .teacher(FIELDS - STUDENTS, teacher)
                            .labelNoise(.3)
                            .loss(loss)
                            .secondLayer(1, .5, -.4);
                    networks.add(network);
                    networks.add(network.trainSecondLayer());
                    networks.add(network.covariance(
                            Covariance.eigenvalues(new double[] {2, .5}, new long[] {20, DIMENSION - 20})));
                }
            }
        }
        return networks;
    }

    @ParameterizedTest
    @MethodSource("networks")
    void matrixProductsAreTheMomentsOfTheErrorSignal(Network network) {
        Problem<Network> problem =
                new Problem<>(network, TrainingRule.plain(1), DIMENSION, Start.random(1.2), Horizon.tau(1));
        StepLaw law = StepLaw.of(problem);
        Overlaps state = new Overlaps(law.layout(), network.covariance().spectrum(DIMENSION));
        double[][][] gram = Starts.gram(problem, 3, 0);
        for (int b = 0; b < gram.length; b++) {
            for (int i = 0; i < FIELDS; i++) {
                System.arraycopy(gram[b][i], 0, state.gram[b][i], 0, FIELDS);
            }
        }
        System.arraycopy(network.parameters(), 0, state.parameters, 0, state.parameters.length);
        state.sumBlocks();
        double[][] coefficients = new double[FIELDS][];
        for (int i = 0; i < FIELDS; i++) {
            coefficients[i] = (i < STUDENTS
                            ? network.studentActivation()
                            : network.committee().orElseThrow().activation())
                    .coefficients();
        }
        FieldMoments matrices = new QuadraticMoments(network);
        FieldMoments forms = new NetworkMoments(network, new PolynomialForms(coefficients), null);
        MeanSignal got = new MeanSignal(law.layout());
        MeanSignal expected = new MeanSignal(law.layout());
        matrices.evaluate(state.omega, state.parameters, true, got);
        forms.evaluate(state.omega, state.parameters, true, expected);
        agree(expected.field, got.field);
        agree(expected.product, got.product);
        agree(new double[][] {expected.parameter}, new double[][] {got.parameter});
        assertEquals(
                forms.risk(state.omega, state.parameters), matrices.risk(state.omega, state.parameters), TOLERANCE);
    }

    private static void agree(double[][] expected, double[][] got) {
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected[i].length; j++) {
                assertEquals(expected[i][j], got[i][j], TOLERANCE * Math.max(1, Math.abs(expected[i][j])));
            }
        }
    }
}
