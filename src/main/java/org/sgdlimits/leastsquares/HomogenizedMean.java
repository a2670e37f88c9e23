package org.sgdlimits.leastsquares;

import org.sgdlimits.model.Schedule;

/**
 * The mean loss of the scheme of {@link HomogenizedStep}, exactly: the mean of every mode decays, its variance decays and is kicked
 * in proportion to the mean loss. Tells the bias of a step before a path is drawn. Mutable.
 */
final class HomogenizedMean {

    private final SpectralMeasure modes;
    private final HomogenizedStep scheme;
    private final double[] mean;
    private final double[] variance;

    HomogenizedMean(SpectralMeasure modes, Schedule rate) {
        this.modes = modes;
        scheme = new HomogenizedStep(modes, rate);
        mean = modes.start().clone();
        variance = new double[mean.length];
    }

    void step(double t, double h) {
        double middle = t + 0.5 * h;
        decay(scheme.decay(t, middle));
        double kick = scheme.kick(middle, h, loss());
        for (int j = 0; j < variance.length; j++) {
            variance[j] += kick * modes.eigenvalues()[j];
        }
        decay(scheme.decay(middle, t + h));
    }

    private void decay(double[] factors) {
        for (int j = 0; j < mean.length; j++) {
            mean[j] *= factors[j];
            variance[j] *= factors[j] * factors[j];
        }
    }

    double loss() {
        double sum = 0;
        for (int j = 0; j < variance.length; j++) {
            sum += modes.eigenvalues()[j] * variance[j];
        }
        return modes.loss(mean) + 0.5 * sum;
    }
}
