package org.sgdlimits.analysis;

import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * The line y = a + b x by weighted least squares with weights w_i = 1/s_i², s_i the known standard error of y_i:
 *
 * <pre>
 *   b = S_xy/S_xx,   a = ȳ − b c,   S_xx = Σ w_i (x_i − c)²,   S_xy = Σ w_i (x_i − c) y_i
 *   Var b = 1/S_xx,   Var a = 1/Σ w_i + c²/S_xx,   Cov(a, b) = −c/S_xx
 * </pre>
 *
 * with c and ȳ the weighted means of x and y. The errors are taken as known: the scatter about the line does not enter
 * the variances, and χ² says whether the errors explain it. Cost: three passes over the points.
 *
 * @param slope b
 * @param standardError of b
 * @param intercept a
 * @param interceptError standard error of a
 * @param covariance of a and b
 * @param chiSquare Σ ((y_i − fit)/s_i)², to be held against the number of points less two
 * @param points how many
 */
public record LineFit(
        double slope,
        double standardError,
        double intercept,
        double interceptError,
        double covariance,
        double chiSquare,
        int points) {

    /**
     * Fits.
     *
     * @param standardErrors of y
     * @throws IllegalArgumentException if the lengths differ, there are fewer than two points, x or y is not finite, an
     * error
     *     is not positive and finite, or all x are equal
     */
    public static LineFit of(double[] x, double[] y, double[] standardErrors) {
        if (x.length < 2 || y.length != x.length || standardErrors.length != x.length) {
            throw new IllegalArgumentException("line fit: expected at least two points with one error each, got "
                    + x.length + ", " + y.length + " and " + standardErrors.length);
        }
        double sum = 0;
        double sumX = 0;
        double sumY = 0;
        for (int i = 0; i < x.length; i++) {
            requireFinite("x", x[i]);
            requireFinite("y", y[i]);
            requirePositive("standard error", standardErrors[i]);
            double weight = 1 / (standardErrors[i] * standardErrors[i]);
            sum += weight;
            sumX += weight * x[i];
            sumY += weight * y[i];
        }
        requireRange("line fit", x);
        double centre = sumX / sum;
        double sxx = 0;
        double sxy = 0;
        for (int i = 0; i < x.length; i++) {
            double weight = 1 / (standardErrors[i] * standardErrors[i]);
            double distance = x[i] - centre;
            sxx += weight * distance * distance;
            sxy += weight * distance * y[i];
        }
        double slope = sxy / sxx;
        double intercept = sumY / sum - slope * centre;
        double chiSquare = 0;
        for (int i = 0; i < x.length; i++) {
            double residual = (y[i] - intercept - slope * x[i]) / standardErrors[i];
            chiSquare += residual * residual;
        }
        return new LineFit(
                slope,
                1 / Math.sqrt(sxx),
                intercept,
                Math.sqrt(1 / sum + centre * centre / sxx),
                -centre / sxx,
                chiSquare,
                x.length);
    }

    /** The fitted value at x. */
    public double at(double x) {
        return intercept + slope * x;
    }

    /**
     * Half the width of the two-sided normal confidence interval of the slope at the given level.
     *
     * @throws IllegalArgumentException if the level does not lie between 0 and 1
     */
    public double halfWidth(double confidence) {
        return halfWidth(standardError, confidence);
    }

    /** The same of any normal estimate. */
    static double halfWidth(double standardError, double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException(
                    "confidence: expected a number between 0 and 1, such as 0.99, got " + confidence);
        }
        return standardError * new NormalDistribution().inverseCumulativeProbability(0.5 + 0.5 * confidence);
    }

    /** Refuses points that lie over one x only. */
    static void requireRange(String fit, double[] x) {
        for (double value : x) {
            if (value != x[0]) {
                return;
            }
        }
        throw new IllegalArgumentException(
                fit + ": x: expected at least two different values, got " + x[0] + " only; a slope needs a range");
    }

    private static void requireFinite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("line fit: " + name + ": expected a finite number, got " + value);
        }
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("line fit: " + name + ": expected a number > 0, got " + value
                    + "; a point without error leaves the others no weight");
        }
    }
}
