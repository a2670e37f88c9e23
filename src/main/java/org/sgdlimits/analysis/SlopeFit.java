package org.sgdlimits.analysis;

import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * The exponent θ of y ∝ x^θ by weighted least squares of log y on log x, with the errors of y given.
 *
 * @param slope θ
 * @param standardError of θ, from the errors of y
 * @param intercept log y at x = 1
 * @param chiSquare Σ ((log y − fit)/error)², to be held against the number of points less two
 * @param points how many
 */
public record SlopeFit(double slope, double standardError, double intercept, double chiSquare, int points) {

    /**
     * Fits.
     *
     * @param relativeErrors standard errors of y divided by y
     * @throws IllegalArgumentException if there are fewer than three points, or a value is not positive and finite
     */
    public static SlopeFit of(double[] x, double[] y, double[] relativeErrors) {
        if (x.length < 3 || y.length != x.length || relativeErrors.length != x.length) {
            throw new IllegalArgumentException("slope fit: expected at least three points with one error each, got "
                    + x.length + ", " + y.length + " and " + relativeErrors.length);
        }
        double sum = 0;
        double sumX = 0;
        double sumY = 0;
        for (int i = 0; i < x.length; i++) {
            requirePositive("x", x[i]);
            requirePositive("y", y[i]);
            requirePositive("relative error", relativeErrors[i]);
            double weight = 1 / (relativeErrors[i] * relativeErrors[i]);
            sum += weight;
            sumX += weight * Math.log(x[i]);
            sumY += weight * Math.log(y[i]);
        }
        double centre = sumX / sum;
        double sxx = 0;
        double sxy = 0;
        for (int i = 0; i < x.length; i++) {
            double weight = 1 / (relativeErrors[i] * relativeErrors[i]);
            double distance = Math.log(x[i]) - centre;
            sxx += weight * distance * distance;
            sxy += weight * distance * Math.log(y[i]);
        }
        double slope = sxy / sxx;
        double intercept = sumY / sum - slope * centre;
        double chiSquare = 0;
        for (int i = 0; i < x.length; i++) {
            double residual = (Math.log(y[i]) - intercept - slope * Math.log(x[i])) / relativeErrors[i];
            chiSquare += residual * residual;
        }
        return new SlopeFit(slope, 1 / Math.sqrt(sxx), intercept, chiSquare, x.length);
    }

    /** Half the width of the two-sided normal confidence interval at the given level. */
    public double halfWidth(double confidence) {
        return standardError * new NormalDistribution().inverseCumulativeProbability(0.5 + 0.5 * confidence);
    }

    /** The fitted value at x. */
    public double at(double x) {
        return Math.exp(intercept + slope * Math.log(x));
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    "slope fit: " + name + ": expected a number > 0, as logarithms are taken, got " + value);
        }
    }
}
