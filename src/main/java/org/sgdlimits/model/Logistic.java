package org.sgdlimits.model;

/**
 * Binary logistic regression, f = −r y + log(1 + e^r), with s(x) = 1/(1 + e^{−x}): y = s(r*), or the label y ∈ {0, 1} drawn with
 * P(y = 1) = s(r*), namely y = 1 where Φ(ξ) &lt; s(r*).
 */
record Logistic(boolean sampled) implements GradientObjective, LabelLaw {

    @Override
    public double loss(double[] fields, double noise, double[] parameters) {
        double r = fields[0];
        return Math.max(r, 0) + Math.log1p(Math.exp(-Math.abs(r))) - r * label(fields[1], noise);
    }

    @Override
    public void gradient(
            double[] fields, double noise, double[] parameters, double[] studentGradient, double[] parameterGradient) {
        studentGradient[0] = probability(fields[0]) - label(fields[1], noise);
    }

    private double label(double teacher, double noise) {
        double one = probability(teacher);
        return !sampled ? one : LabelDraw.uniform(noise) < one ? 1 : 0;
    }

    private static double probability(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @Override
    public int count() {
        return 2;
    }

    @Override
    public void at(double[] fields, double[] probability, double[] noise) {
        probability[0] = probability(-fields[1]);
        probability[1] = probability(fields[1]);
        noise[0] = Double.POSITIVE_INFINITY;
        noise[1] = Double.NEGATIVE_INFINITY;
    }
}
