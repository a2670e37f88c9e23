package org.sgdlimits.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("validation")
final class NetworkTest {

    private static final double[] FIELDS = {0.7, -0.4, 1.1, 0.3};
    private static final double NOISE = 0.6;
    private static final List<Activation> ACTIVATIONS = List.of(
            Activation.LINEAR,
            Activation.SQUARE,
            Activation.RELU,
            Activation.ERF,
            Activation.TANH,
            Activation.SIGMOID,
            Activation.GELU,
            Activation.hermite(0.1, 0, 0.5, 1),
            Activation.polynomial(0, 1, 0, -0.3));

    /**
     * The fourth-order difference of step 10⁻³ leaves 10⁻¹²/30 times a fifth derivative, here at most a few hundred,
     * and a rounding of 10⁻¹³ times the loss.
     */
    @Test
    void errorSignalsAreMinusTheSlopesOfTheLoss() {
        for (Activation student : ACTIVATIONS) {
            for (Activation teacher : List.of(student, Activation.SIGN)) {
                for (Loss loss : Loss.values()) {
                    for (Normalization normalization : Normalization.values()) {
                        Network fixed = Network.student(2, student)
                                .teacher(2, teacher)
                                .secondLayer(0.8, -1.3)
                                .teacherLayer(1.2, 0.5)
                                .labelNoise(0.3)
                                .loss(loss)
                                .normalization(normalization);
                        holdAgainstDifferences(fixed);
                        holdAgainstDifferences(fixed.trainSecondLayer());
                    }
                }
            }
        }
    }

    static void holdAgainstDifferences(FieldModel model) {
        double[] parameters = model.parameters();
        double[] signal = new double[model.students()];
        double[] parameterSignal = new double[parameters.length];
        model.errorSignal(FIELDS, NOISE, parameters, signal, parameterSignal);
        for (int j = 0; j < signal.length; j++) {
            int index = j;
            double slope = slope(FIELDS[j], x -> model.loss(with(FIELDS, index, x), NOISE, parameters));
            assertEquals(-slope, signal[j], 1e-10, model.describe());
        }
        for (int j = 0; j < parameterSignal.length; j++) {
            int index = j;
            double slope = slope(parameters[j], x -> model.loss(FIELDS, NOISE, with(parameters, index, x)));
            assertEquals(-slope, parameterSignal[j], 1e-10, model.describe());
        }
    }

    private static double[] with(double[] values, int index, double value) {
        double[] copy = values.clone();
        copy[index] = value;
        return copy;
    }

    static double slope(double x, DoubleUnaryOperator f) {
        double h = 1e-3;
        return (8 * (f.applyAsDouble(x + h) - f.applyAsDouble(x - h))
                        - (f.applyAsDouble(x + 2 * h) - f.applyAsDouble(x - 2 * h)))
                / (12 * h);
    }

    /** f = N_p Σ a σ(λ), y = N_k Σ a* σ*(λ*) + √Δ ξ, written out for p = 2, k = 1 with powers of numbers. */
    @Test
    void lossIsWhatItsDefinitionSays() {
        double[] fields = {2, 3, 5};
        Network network = Network.student(2, Activation.SQUARE)
                .teacher(1, Activation.LINEAR)
                .secondLayer(1, 2)
                .teacherLayer(3)
                .labelNoise(4);
        // mean: f = (4 + 18)/2 = 11, y = 15 + 2·0.5 = 16
        assertEquals(12.5, network.loss(fields, 0.5, new double[0]), 0);
        assertEquals(1 - 16 * 11, network.loss(Loss.CORRELATION).loss(fields, 0.5, new double[0]), 0);
        // sum: f = 22
        assertEquals(18, network.normalization(Normalization.SUM).loss(fields, 0.5, new double[0]), 0);
        double root = 16 - 22 / Math.sqrt(2);
        assertEquals(
                0.5 * root * root, network.normalization(Normalization.SQRT).loss(fields, 0.5, new double[0]), 1e-14);
    }

    @Test
    void noiseFloorIsHalfTheLabelVarianceForTheSquareLossOnly() {
        Network network =
                Network.student(1, Activation.ERF).teacher(1, Activation.ERF).labelNoise(0.5);
        assertEquals(0.25, network.riskFloor().orElseThrow(), 0);
        assertTrue(network.loss(Loss.CORRELATION).riskFloor().isEmpty());
    }

    /** A network is never changed: what is derived from it leaves it alone. */
    @Test
    void changesReturnNewNetworks() {
        Network network = Network.student(2, Activation.ERF).teacher(1, Activation.ERF);
        network.secondLayer(3, 4);
        network.labelNoise(1);
        network.secondLayer()[0] = 7;
        assertEquals(1, network.secondLayer()[0], 0);
        assertEquals(0, network.labelNoise(), 0);
    }

    /** e changes its sign with the fields, and with the label noise if that does too; h and ℓ stay: to the last bit. */
    private static void holdMirrored(Network network, double noise) {
        double[] parameters = network.parameters();
        double[] opposite = Arrays.stream(FIELDS).map(x -> -x).toArray();
        double[] signal = new double[2];
        double[] mirrored = new double[2];
        double[] parameterSignal = new double[2];
        double[] parameterMirrored = new double[2];
        network.errorSignal(FIELDS, NOISE, parameters, signal, parameterSignal);
        network.errorSignal(opposite, noise, parameters, mirrored, parameterMirrored);
        for (int j = 0; j < 2; j++) {
            assertEquals(-signal[j], mirrored[j], 0, network.describe());
            assertEquals(parameterSignal[j], parameterMirrored[j], 0, network.describe());
        }
        assertEquals(network.loss(FIELDS, NOISE, parameters), network.loss(opposite, noise, parameters), 0);
    }

    @Test
    void networksAreMirrorSymmetricWhereBothActivationsHaveOneParity() {
        for (Activation student : ACTIVATIONS) {
            for (Activation teacher : ACTIVATIONS) {
                for (Loss loss : Loss.values()) {
                    Network network = Network.student(2, student)
                            .teacher(2, teacher)
                            .secondLayer(0.8, -1.3)
                            .labelNoise(0.3)
                            .loss(loss)
                            .trainSecondLayer();
                    boolean symmetric =
                            student.parity() == teacher.parity() && student.parity() != Activation.Parity.NONE;
                    assertEquals(symmetric, network.isMirrorSymmetric(), network.describe());
                    if (symmetric) {
                        holdMirrored(network, student.parity() == Activation.Parity.ODD ? -NOISE : NOISE);
                    }
                }
            }
        }
        assertFalse(
                Network.student(1, Activation.RELU).teacher(1, Activation.RELU).isMirrorSymmetric());
    }
}
