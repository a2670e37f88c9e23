package org.sgdlimits.gaussian;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.hipparchus.dfp.Dfp;
import org.hipparchus.dfp.DfpField;
import org.hipparchus.dfp.DfpMath;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against Hipparchus' arithmetic of 40 decimal digits. */
@Tag("validation")
class ArcsineTest {

    private static final DfpField DIGITS = new DfpField(40);
    private static final int POINTS = 2000;

    /** The last sum rounds by half an ulp; the cubic correction, under 5 % of it, is good to four. */
    @Test
    void smallArgumentsAreGoodToAnUlp() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < POINTS; i++) {
            double x = (i % 2 == 0 ? 1 : Math.pow(10, -8 * random.nextDouble())) * random.nextDouble(-0.5, 0.5);
            assertWithinUlps(0.7, DfpMath.asin(DIGITS.newDfp(x)), Arcsine.ofSmall(x), x);
        }
        for (double x : new double[] {0.5, -0.5, Double.MIN_NORMAL, Math.nextDown(0.5)}) {
            assertWithinUlps(0.7, DfpMath.asin(DIGITS.newDfp(x)), Arcsine.ofSmall(x), x);
        }
    }

    /**
     * Of an exact complement, down to the smallest: π/2 is rounded by 0.6 ulps of the least result, the root by 1, the sum
     * by half of one.
     */
    @Test
    void largeArgumentsAreGoodToTwoUlps() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < POINTS; i++) {
            double complement = (i % 2 == 0 ? 1 : Math.pow(10, -30 * random.nextDouble())) * random.nextDouble(0.5);
            // asin(1 − c) = 2 atan(√((2 − c)/c)) − π/2, where nothing cancels at 40 digits
            Dfp c = DIGITS.newDfp(complement);
            Dfp half = DfpMath.atan(DIGITS.getTwo().subtract(c).divide(c).sqrt());
            Dfp exact = half.multiply(2).subtract(DIGITS.getPi().divide(2));
            assertWithinUlps(2, exact, Arcsine.ofLarge(1 - complement, complement), complement);
            assertWithinUlps(2, exact.negate(), Arcsine.ofLarge(complement - 1, complement), complement);
        }
    }

    @Test
    void argumentsThatPassOneByRoundingGiveARightAngle() {
        assertEquals(Math.PI / 2, Arcsine.ofLarge(1 + 1e-15, 0));
        assertEquals(-Math.PI / 2, Arcsine.ofLarge(-1 - 1e-15, 0));
    }

    private static void assertWithinUlps(double ulps, Dfp exact, double got, double argument) {
        double error = DIGITS.newDfp(got).subtract(exact).toDouble();
        assertEquals(0, error / Math.ulp(got), ulps, () -> "at " + argument);
    }
}
