package org.sgdlimits.model;

/** f = ½(g(r) − g(r*))² with p = k = 2 and g(r) = r_1 + r_1 r_2, a staircase: r_1 is found first and leads to r_2. */
record MultiIndex() implements GradientObjective {

    @Override
    public double loss(double[] fields, double noise, double[] parameters) {
        double difference = difference(fields);
        return 0.5 * difference * difference;
    }

    @Override
    public void gradient(
            double[] fields, double noise, double[] parameters, double[] studentGradient, double[] parameterGradient) {
        double difference = difference(fields);
        studentGradient[0] = difference * (1 + fields[1]);
        studentGradient[1] = difference * fields[0];
    }

    private static double difference(double[] fields) {
        return fields[0] * (1 + fields[1]) - fields[2] * (1 + fields[3]);
    }
}
