package org.sgdlimits.leastsquares;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Validation: mpmath, which finds the root of the integral over the density at 30 digits. */
@Tag("validation")
final class MarchenkoPasturTest {

    @ParameterizedTest
    @CsvSource({
        "0.5, 0.93, 0.472724052505949544",
        "0.5, 0.98, 0.153457495729624083",
        "2, 0.93, 0.236362026252974752",
        "2, 0.98, 0.0767287478648120415"
    })
    void aboveTheCriticalRateTheDecayIsTheRootOfTheIntegral(double ratio, double fraction, double decay) {
        MarchenkoPastur law = new MarchenkoPastur(ratio);
        assertEquals(decay, law.decay(fraction * law.threshold()), 1e-14);
        assertEquals(0, law.exponent(fraction * law.threshold(), false));
    }

    /** The two regimes meet at γ_*, and the second ends at the threshold. */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 1, 2, 7})
    void theRegimesMeetAtTheCriticalRate(double ratio) {
        MarchenkoPastur law = new MarchenkoPastur(ratio);
        double critical = law.criticalRate();
        assertEquals(2 * critical * law.smallest(), law.decay(critical), 1e-15);
        assertEquals(law.decay(critical), law.decay(critical * (1 + 1e-9)), 1e-6 * critical);
        assertEquals(0, law.decay(law.threshold()), 1e-12);
    }

    /** ∫ dν = min(1, r) and ∫ x dν = r per sample, also where the lower end is 0; the rule's weights are exact for both but the first at r = 1. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1, 4})
    void theRuleHasTheMassAndTheTraceOfTheLaw(double ratio) {
        SpectralMeasure modes = new MarchenkoPastur(ratio).modes(100, 400, 1, 0);
        double mass = 0;
        for (double count : modes.counts()) {
            mass += count;
        }
        // at r = 1 the density is 1/√x at 0, which costs a rule of 400 nodes 1/401
        assertEquals(100 * Math.min(1, ratio), mass, ratio == 1 ? 0.3 : 1e-9);
        assertEquals(100 * ratio, modes.trace(), 1e-10);
    }

    @Test
    void aRatioThatIsNoneIsRefused() {
        assertEquals(
                "ratio: expected a number d/n > 0, got 0.0",
                assertThrows(IllegalArgumentException.class, () -> new MarchenkoPastur(0))
                        .getMessage());
    }
}
