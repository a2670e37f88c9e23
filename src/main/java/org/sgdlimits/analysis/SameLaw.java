package org.sgdlimits.analysis;

import org.hipparchus.stat.inference.KolmogorovSmirnovTest;

/**
 * Whether two samples have one law, by the two-sample Kolmogorov–Smirnov test.
 *
 * @param statistic the largest distance between the empirical distribution functions
 * @param probability of a distance at least as large when the laws are equal
 */
public record SameLaw(double statistic, double probability) {

    /** Tests two samples. */
    public static SameLaw test(double[] left, double[] right) {
        KolmogorovSmirnovTest test = new KolmogorovSmirnovTest();
        double statistic = test.kolmogorovSmirnovStatistic(left, right);
        return new SameLaw(statistic, test.approximateP(statistic, left.length, right.length));
    }
}
