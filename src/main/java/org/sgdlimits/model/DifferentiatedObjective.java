package org.sgdlimits.model;

import java.util.Arrays;
import org.hipparchus.analysis.differentiation.Gradient;
import org.hipparchus.util.Binary64;

/** The gradient of a {@link ParametricObjective} by Hipparchus' forward automatic differentiation, exact to rounding. */
record DifferentiatedObjective(ParametricObjective objective, int students) implements GradientObjective {

    @Override
    public double loss(double[] fields, double noise, double[] parameters) {
        return objective
                .loss(numbers(Arrays.copyOf(fields, students)), teacher(fields), noise, numbers(parameters))
                .getReal();
    }

    @Override
    public void gradient(
            double[] fields, double noise, double[] parameters, double[] studentGradient, double[] parameterGradient) {
        int variables = students + parameters.length;
        Gradient loss = objective.loss(
                variables(Arrays.copyOf(fields, students), 0, variables),
                teacher(fields),
                noise,
                variables(parameters, students, variables));
        for (int j = 0; j < students; j++) {
            studentGradient[j] = loss.getPartialDerivative(j);
        }
        for (int j = 0; j < parameters.length; j++) {
            parameterGradient[j] = loss.getPartialDerivative(students + j);
        }
    }

    private double[] teacher(double[] fields) {
        return Arrays.copyOfRange(fields, students, fields.length);
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
