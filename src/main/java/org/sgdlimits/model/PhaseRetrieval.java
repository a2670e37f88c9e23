package org.sgdlimits.model;

/** f = (r² − r*²)². */
record PhaseRetrieval() implements GradientObjective {

    @Override
    public double loss(double[] fields, double noise, double[] parameters) {
        double difference = fields[0] * fields[0] - fields[1] * fields[1];
        return difference * difference;
    }

    @Override
    public void gradient(
            double[] fields, double noise, double[] parameters, double[] studentGradient, double[] parameterGradient) {
        studentGradient[0] = 4 * fields[0] * (fields[0] * fields[0] - fields[1] * fields[1]);
    }
}
