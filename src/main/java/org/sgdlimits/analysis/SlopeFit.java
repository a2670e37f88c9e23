package org.sgdlimits.analysis;

import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * The exponent θ of y = C x^θ by weighted least squares of log y on log x with weights 1/r_i², r_i the standard error of y_i
 * divided by y_i:
 *
 * <pre>
 *   θ = S_xy/S_xx,   standard error of θ = S_xx^{−1/2},   S_xx = Σ (log x_i − c)²/r_i²,   S_xy = Σ (log x_i − c) log y_i/r_i²
 * </pre>
 *
 * with c the weighted mean of log x. The errors are taken as known; χ² says whether they explain the scatter.
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
     * @throws IllegalArgumentException if there are fewer than three points, a value is not positive and finite, or
     *     all x are equal
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
        if (sxx == 0) {
            throw new IllegalArgumentException("slope fit: x: expected at least two different values, got " + x[0]
                    + " only; a slope needs a range");
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

    /**
     * Half the width of the two-sided normal confidence interval at the given level.
     *
     * @throws IllegalArgumentException if the level does not lie between 0 and 1
     */
    public double halfWidth(double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException(
                    "confidence: expected a number between 0 and 1, such as 0.99, got " + confidence);
        }
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
