package org.sgdlimits.gaussian;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.hipparchus.special.Gamma;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One coordinate of a uniform direction, cut where the integrand has a kink. */
@Tag("validation")
final class CutCoordinateRuleTest {

    private static final int ORDER = 32;
    private static final double[] DIRECTIONS = {1, 2, 3, 5, 50, 1000, Double.POSITIVE_INFINITY};

    private static double secondMoment(double directions) {
        return Double.isInfinite(directions) ? 1 : 1 / directions;
    }

    /** Probability 1 and E s² = 1/D wherever the cut, 1 in the limit; 32 nodes over 15 deviations leave 1e-11. */
    @Test
    void momentsDoNotDependOnTheCut() {
        for (double directions : DIRECTIONS) {
            CutCoordinateRule rule = new CutCoordinateRule(directions, ORDER);
            double scale = Math.sqrt(secondMoment(directions));
            for (double cut : new double[] {-100, -1.3 * scale, -0.2 * scale, 0, 6 * scale, 100}) {
                rule.cut(cut);
                double mass = 0;
                double second = 0;
                for (int i = 0; i < rule.size(); i++) {
                    mass += rule.weight(i);
                    second += rule.weight(i) * rule.node(i) * rule.node(i);
                }
                String where = "D = " + directions + ", cut " + cut;
                double tolerance = 1e-10;
                assertEquals(1, mass, tolerance, where);
                assertEquals(secondMoment(directions), second, tolerance * secondMoment(directions), where);
            }
        }
    }

    /** E|s| = Γ(D/2)/(√π Γ((D+1)/2)), √(2/π) in the limit: a kink at the cut is no harder than none. */
    @Test
    void aKinkAtTheCutIsExact() {
        for (double directions : DIRECTIONS) {
            CutCoordinateRule rule = new CutCoordinateRule(directions, ORDER);
            rule.cut(0);
            double mean = 0;
            for (int i = 0; i < rule.size(); i++) {
                mean += rule.weight(i) * Math.abs(rule.node(i));
            }
            double expected = Double.isInfinite(directions)
                    ? Math.sqrt(2 / Math.PI)
                    : Math.exp(Gamma.logGamma(0.5 * directions) - Gamma.logGamma(0.5 * directions + 0.5))
                            / Math.sqrt(Math.PI);
            assertEquals(expected, mean, 1e-11 * expected, "D = " + directions);
        }
    }
}
