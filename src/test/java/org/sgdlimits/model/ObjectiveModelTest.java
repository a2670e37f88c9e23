package org.sgdlimits.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.hipparchus.CalculusFieldElement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("validation")
final class ObjectiveModelTest {

    /** ½(Σ_r tanh λ*_r + ξ − ½ Σ_j θ_j tanh λ_j)²: a network in another form. */
    private static final class TanhNetwork implements ParametricObjective {
        @Override
        public <T extends CalculusFieldElement<T>> T loss(T[] student, double[] teacher, double noise, T[] theta) {
            T output = student[0].getField().getZero();
            for (int j = 0; j < student.length; j++) {
                output = output.add(theta[j].multiply(student[j].tanh()).multiply(0.5));
            }
            double label = noise + 0.5 * (Math.tanh(teacher[0]) + Math.tanh(teacher[1]));
            T error = output.negate().add(label);
            return error.multiply(error).multiply(0.5);
        }
    }

    /** The same expressions in another order: rounding alone parts them. */
    @Test
    void differentiatedObjectiveEqualsTheNetworkItDescribes() {
        Network network = Network.student(2, Activation.TANH)
                .teacher(2, Activation.TANH)
                .labelNoise(1)
                .secondLayer(0.8, -1.3)
                .trainSecondLayer();
        ObjectiveModel model = ObjectiveModel.of("tanh", 2, 2, new double[] {0.8, -1.3}, new TanhNetwork())
                .withNoise();
        double[] fields = {0.7, -0.4, 1.1, 0.3};
        double[] theta = {0.9, -1.1};
        double[][] signals = new double[4][2];
        network.errorSignal(fields, 0.6, theta, signals[0], signals[1]);
        model.errorSignal(fields, 0.6, theta, signals[2], signals[3]);
        assertArrayEquals(signals[0], signals[2], 1e-15);
        assertArrayEquals(signals[1], signals[3], 1e-15);
        assertEquals(network.loss(fields, 0.6, theta), model.loss(fields, 0.6, theta), 1e-15);
        NetworkTest.holdAgainstDifferences(model);
    }

    private static final class WithGradient implements GradientObjective {
        @Override
        public double loss(double[] fields, double noise, double[] parameters) {
            return fields[0] * fields[0] * fields[1] + fields[2] + parameters[0] * fields[1];
        }

        @Override
        public void gradient(
                double[] fields,
                double noise,
                double[] parameters,
                double[] studentGradient,
                double[] parameterGradient) {
            studentGradient[0] = 2 * fields[0] * fields[1];
            studentGradient[1] = fields[0] * fields[0] + parameters[0];
            parameterGradient[0] = fields[1];
        }
    }

    @Test
    void errorSignalIsMinusTheGradientGiven() {
        NetworkTest.holdAgainstDifferences(ObjectiveModel.of("cubic", 2, 2, new double[] {0.4}, new WithGradient()));
    }
}
