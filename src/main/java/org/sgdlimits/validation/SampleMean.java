package org.sgdlimits.validation;

/**
 * A mean with its standard error.
 *
 * @param mean of the values
 * @param standardError of the mean
 */
record SampleMean(double mean, double standardError) {

    static SampleMean of(double[] values) {
        double n = values.length;
        double mean = 0;
        for (double value : values) {
            mean += value / n;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new SampleMean(mean, Math.sqrt(squares / (n * (n - 1))));
    }
}
