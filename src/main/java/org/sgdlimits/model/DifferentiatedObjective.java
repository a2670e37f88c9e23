package org.sgdlimits.model;

import java.util.Arrays;
import org.hipparchus.analysis.differentiation.Gradient;
import org.hipparchus.util.Binary64;

/** The gradient of a {@link ParametricObjective} by Hipparchus' forward automatic differentiation, exact to rounding. */
record DifferentiatedObjective(ParametricObjective objective) implements GradientObjective {

    @Override
    public double loss(double[] student, double[] teacher, double noise, double[] parameters) {
        return objective
                .loss(numbers(student), teacher, noise, numbers(parameters))
                .getReal();
    }

    @Override
    public void gradient(
            double[] student,
            double[] teacher,
            double noise,
            double[] parameters,
            double[] studentGradient,
            double[] parameterGradient) {
        int variables = student.length + parameters.length;
        Gradient loss = objective.loss(
                variables(student, 0, variables), teacher, noise, variables(parameters, student.length, variables));
        for (int j = 0; j < student.length; j++) {
            studentGradient[j] = loss.getPartialDerivative(j);
        }
        for (int j = 0; j < parameters.length; j++) {
            parameterGradient[j] = loss.getPartialDerivative(student.length + j);
        }
    }

    private static Binary64[] numbers(double[] values) {
        return Arrays.stream(values).mapToObj(Binary64::new).toArray(Binary64[]::new);
    }

    private static Gradient[] variables(double[] values, int first, int variables) {
        Gradient[] result = new Gradient[values.length];
        for (int j = 0; j < values.length; j++) {
            result[j] = Gradient.variable(variables, first + j, values[j]);
        }
        return result;
    }
}
