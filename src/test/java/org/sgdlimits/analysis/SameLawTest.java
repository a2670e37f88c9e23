package org.sgdlimits.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The Kolmogorov–Smirnov test against SciPy 1.17: statistic and exact p by ks_2samp(method="exact"), the limit's p by
 * kstwobign.sf(D √(nm/(n + m))), a series summed to 1e-10 here.
 */
@Tag("validation")
final class SameLawTest {

    @Test
    void aSmallSampleHasScipysValues() {
        double[] left = {0.1, 0.4, 0.7, 1.1, 1.6, 2.0, 2.7, 3.1};
        double[] right = {0.2, 0.9, 1.2, 1.3, 1.9, 2.2, 2.9, 3.3, 3.6, 4.5, 4.8, 5.1};
        SameLaw result = SameLaw.test(left, right);
        assertEquals(0.4166666666666667, result.statistic(), 1e-15);
        assertEquals(0.3752065498718389, result.probability(), 1e-9);
        assertTrue(result.probability() > 0.32404540763673895, "the limit overstates the exact p");
    }

    @Test
    void alsoALargerOne() {
        double[] left = new double[200];
        double[] right = new double[150];
        for (int i = 0; i < left.length; i++) {
            left[i] = (i + 0.5) / left.length;
        }
        for (int i = 0; i < right.length; i++) {
            right[i] = Math.pow((i + 0.5) / right.length, 1.3);
        }
        SameLaw result = SameLaw.test(left, right);
        assertEquals(0.10166666666666667, result.statistic(), 1e-15);
        assertEquals(0.33834717693797267, result.probability(), 1e-9);
        assertTrue(result.probability() > 0.31965068973112587, "the limit overstates the exact p");
    }

    @Test
    @Tag("regression")
    void oneValueIsNoSample() {
        assertEquals(
                "samples: expected at least two values each, got 1 and 3; raise run.replicas",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> SameLaw.test(new double[] {1}, new double[] {1, 2, 3}))
                        .getMessage());
    }
}
