package org.sgdlimits.model;

/**
 * Multi-class logistic regression with p = k = C classes, f = −Σ_c y_c r_c + log Σ_c e^{r_c}: y = softmax(r*), or the label y drawn
 * with P(y = unit vector c) = softmax(r*)_c, namely the first c with Φ(ξ) &lt; Σ_{b ≤ c} softmax(r*)_b.
 */
record Softmax(int classes, boolean sampled) implements GradientObjective, LabelLaw {

    @Override
    public double loss(double[] fields, double noise, double[] parameters) {
        double shift = largest(fields, 0);
        double log = shift + Math.log(partition(fields, 0, shift));
        double teacherShift = largest(fields, classes);
        double partition = partition(fields, classes, teacherShift);
        if (sampled) {
            return log - fields[drawn(fields, noise, teacherShift, partition)];
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += Math.exp(fields[classes + c] - teacherShift) / partition * fields[c];
        }
        return log - sum;
    }

    @Override
    public void gradient(
            double[] fields, double noise, double[] parameters, double[] studentGradient, double[] parameterGradient) {
        double shift = largest(fields, 0);
        double studentPartition = partition(fields, 0, shift);
        double teacherShift = largest(fields, classes);
        double teacherPartition = partition(fields, classes, teacherShift);
        for (int c = 0; c < classes; c++) {
            double label = sampled ? 0 : Math.exp(fields[classes + c] - teacherShift) / teacherPartition;
            studentGradient[c] = Math.exp(fields[c] - shift) / studentPartition - label;
        }
        if (sampled) {
            studentGradient[drawn(fields, noise, teacherShift, teacherPartition)] -= 1;
        }
    }

    private int drawn(double[] fields, double noise, double shift, double partition) {
        double uniform = LabelDraw.uniform(noise);
        double cumulative = 0;
        for (int c = 0; c < classes - 1; c++) {
            cumulative += Math.exp(fields[classes + c] - shift) / partition;
            if (uniform < cumulative) {
                return c;
            }
        }
        return classes - 1;
    }

    private double largest(double[] fields, int from) {
        double largest = fields[from];
        for (int c = 1; c < classes; c++) {
            largest = Math.max(largest, fields[from + c]);
        }
        return largest;
    }

    private double partition(double[] fields, int from, double shift) {
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += Math.exp(fields[from + c] - shift);
        }
        return sum;
    }

    @Override
    public int count() {
        return classes;
    }

    @Override
    public void at(double[] fields, double[] probability, double[] noise) {
        double shift = largest(fields, classes);
        double partition = partition(fields, classes, shift);
        double cumulative = 0;
        for (int c = 0; c < classes; c++) {
            probability[c] = Math.exp(fields[classes + c] - shift) / partition;
            // the middle of the interval of u, or an end where the interval has one
            noise[c] = c == 0
                    ? Double.NEGATIVE_INFINITY
                    : c == classes - 1
                            ? Double.POSITIVE_INFINITY
                            : LabelDraw.noise(Math.min(cumulative + 0.5 * probability[c], 1));
            cumulative += probability[c];
        }
    }
}
