package org.sgdlimits.analysis;

/**
 * The exponent θ of y = C x^θ: the weighted {@linkplain LineFit line} of log y on log x, whose standard errors are to
 * first order r_i, the standard error of y_i divided by y_i. The errors are taken as known; χ² says whether they
 * explain the scatter.
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
        double[] logX = new double[x.length];
        double[] logY = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            logX[i] = Math.log(requirePositive("x", x[i]));
            logY[i] = Math.log(requirePositive("y", y[i]));
            requirePositive("relative error", relativeErrors[i]);
        }
        LineFit.requireRange("slope fit", x);
        LineFit line = LineFit.of(logX, logY, relativeErrors);
        return new SlopeFit(line.slope(), line.standardError(), line.intercept(), line.chiSquare(), line.points());
    }

    /**
     * Half the width of the two-sided normal confidence interval at the given level.
     *
     * @throws IllegalArgumentException if the level does not lie between 0 and 1
     */
    public double halfWidth(double confidence) {
        return LineFit.halfWidth(standardError, confidence);
    }

    /** The fitted value at x. */
    public double at(double x) {
        return Math.exp(intercept + slope * Math.log(x));
    }

    private static double requirePositive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    "slope fit: " + name + ": expected a number > 0, as logarithms are taken, got " + value);
        }
        return value;
    }
}
