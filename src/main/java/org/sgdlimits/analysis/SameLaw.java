package org.sgdlimits.analysis;

import org.hipparchus.stat.inference.KolmogorovSmirnovTest;

/**
 * Whether two samples have one law, by the two-sample Kolmogorov–Smirnov test: D = sup |F_n − G_m| of the empirical distribution
 * functions, and P(K ≥ D√(nm/(n + m))) with K of Kolmogorov's limit law. The limit overstates the probability of small samples,
 * so the test errs on the side of one law. Cost: a sort.
 *
 * @param statistic the largest distance between the empirical distribution functions
 * @param probability of a distance at least as large when the laws are equal
 */
public record SameLaw(double statistic, double probability) {

    /**
     * Tests two samples.
     *
     * @throws IllegalArgumentException if one has fewer than two values
     */
    public static SameLaw test(double[] left, double[] right) {
        if (left.length < 2 || right.length < 2) {
            throw new IllegalArgumentException("samples: expected at least two values each, got " + left.length
                    + " and " + right.length + "; raise run.replicas");
        }
        KolmogorovSmirnovTest test = new KolmogorovSmirnovTest();
        double statistic = test.kolmogorovSmirnovStatistic(left, right);
        return new SameLaw(statistic, test.approximateP(statistic, left.length, right.length));
    }
}
