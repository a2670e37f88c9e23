package org.sgdlimits.analysis;

import java.util.List;

/**
 * The exponent of several independent runs: the mean of their fitted exponents, with the standard error from their scatter. The
 * Student interval is statistical: it holds the mean exponent of such fits with the stated probability, if exponents are close
 * to normal.
 *
 * @param mean over the runs
 * @param standardError of the mean
 * @param runs at least two
 */
public record MeanExponent(double mean, double standardError, int runs) {

    /**
     * The mean of fits of one law.
     *
     * @throws IllegalArgumentException if there are fewer than two
     */
    public static MeanExponent of(List<TailFit> fits) {
        int n = fits.size();
        if (n < 2) {
            throw new IllegalArgumentException("mean exponent: expected at least two runs, as one has no scatter, got "
                    + n + "; set run.replicas");
        }
        double mean = fits.stream().mapToDouble(TailFit::exponent).average().orElseThrow();
        double squares = fits.stream()
                .mapToDouble(fit -> (fit.exponent() - mean) * (fit.exponent() - mean))
                .sum();
        return new MeanExponent(mean, Math.sqrt(squares / (n * (n - 1.0))), n);
    }

    /**
     * Half the width of the two-sided Student interval of the mean.
     *
     * @throws IllegalArgumentException if the level does not lie between 0 and 1
     */
    public double halfWidth(double confidence) {
        return TailFit.studentQuantile(runs - 1, confidence) * standardError;
    }
}
