package org.sgdlimits.leastsquares;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.leastsquares.MomentumRates.Parameters;

/** Validation: numpy, and limits known in closed form. */
@Tag("validation")
final class MomentumTest {

    private static final double[][] A = {{1, 2}, {0, 1}, {-1, 0.5}, {0.5, -0.25}};
    private static final double[] B = {1, -1, 2, 0.5};

    private static LeastSquaresProblem tiny() {
        return LeastSquaresProblem.of(DenseMatrix.of(A), B).start(new double[] {0.3, -0.2});
    }

    /** The recursion of THEORY §7 written in numpy over its own singular values. */
    @Test
    void theRecursionAgreesWithNumpy() {
        LeastSquaresProblem problem = tiny().ridge(0.1);
        double[] expected = {
            3.85,
            3.5748695117187497,
            3.4456487463217393,
            3.275605352197574,
            3.1506493756649716,
            3.1101867337922315,
            3.0987360432093003
        };
        long[] updates = {0, 1, 2, 3, 4, 5, 6};
        assertArrayEquals(
                expected,
                MomentumVolterra.solve(DataSpectrum.of(problem), BatchRule.batches(0.2, 2, 0.5), updates)
                        .loss(),
                1e-13);
        double[] single = {
            3.85,
            3.955851202392578,
            3.9058748748580623,
            3.807061281733854,
            3.7030905671291903,
            3.6099916098079587,
            3.5320884655612996
        };
        assertArrayEquals(
                single,
                MomentumVolterra.solve(DataSpectrum.of(tiny()), BatchRule.singleSample(0.3), updates)
                        .loss(),
                1e-13);
    }

    private static MomentumRates five() {
        return MomentumRates.of(SpectralMeasure.of(
                5,
                new double[] {0.25, 0.6, 1.1, 1.7, 2.25},
                new double[] {1, 1, 1, 1, 1},
                new double[] {1, 1, 1, 1, 1},
                0));
    }

    /** Λ by numpy.roots; max{Λ, Ξ^{−1}} is the spectral radius of the 15 × 15 recursion of second moments, numpy.linalg.eigvals. */
    @Test
    void ratesAreSpectralRadii() {
        double[][] cases = {
            {0.5, 0.4, 0.3, 0.8777295649564089, 0.8731647768683853},
            {1.2, 0.1, 0.5, 0.8111746136452389, 0.6879643633704985},
            {3, 0.44, 0.3, 3.8795988556294807, 0.44},
            {0.8, 0.6, 0.9, 0.6667639267685862, 0.6},
            {2, 0, 0.1, 1.129894314229268, 0.9025}
        };
        MomentumRates rates = five();
        for (double[] c : cases) {
            assertEquals(c[4], rates.deterministic(c[0], c[1], c[2]), 1e-13);
            assertEquals(c[3], rates.rate(c[0], c[1], c[2]), 1e-11 * c[3]);
        }
    }

    /** What the recursion does in the end: the mean ratio of successive losses once the other factors have died out. */
    @Test
    void theRecursionFallsAtTheRate() {
        double[] ones = {1, 1, 1, 1, 1};
        SpectralMeasure modes = SpectralMeasure.of(5, new double[] {0.25, 0.6, 1.1, 1.7, 2.25}, ones, ones, 0);
        for (double momentum : new double[] {0, 0.4}) {
            double expected = five().rate(0.5, momentum, 0.4);
            double[] loss = MomentumVolterra.solve(modes, BatchRule.batches(0.5, 2, momentum), new long[] {1000, 1100})
                    .loss();
            assertEquals(expected, Math.pow(loss[1] / loss[0], 0.01), 1e-10);
        }
    }

    /** THEORY §7: n = 2000, d = 500: Δ = 4/9 as λ = (1 ∓ ½)², ICR = κ̄/√κ = 1/3, and the rate by the recursion 0.601, 0.452. */
    /** One mode, Δ = 0, α = 0: all that is left after an update is its noise, γ²ζ(1−ζ)σ²/n of the loss. */
    @Test
    @Tag("validation")
    void oneModeThatIsHitExactlyKeepsItsNoise() {
        SpectralMeasure one = SpectralMeasure.of(10, new double[] {0.01}, new double[] {1}, new double[] {1}, 0);
        assertEquals(0.1, MomentumRates.of(one).rate(200, 0, 0.5), 1e-13);
        assertEquals(0.2, MomentumRates.of(one, Sampling.WITH_REPLACEMENT).rate(200, 0, 0.5), 1e-13);
    }

    /** Full batches drawn with replacement keep their noise: the recursion over 30 updates falls at the rate stated. */
    @Test
    @Tag("validation")
    void ratesKnowHowRowsAreDrawn() {
        SpectralMeasure modes = SpectralMeasure.of(
                100, new double[] {1, 2, 3}, new double[] {100, 100, 100}, new double[] {1, 1, 1}, 0);
        BatchRule rule = BatchRule.batches(0.1, 100, 0.1).withSampling(Sampling.WITH_REPLACEMENT);
        double rate = MomentumRates.of(modes, Sampling.WITH_REPLACEMENT).rate(0.1, 0.1, 1);
        double[] loss = MomentumVolterra.solve(modes, rule, new long[] {60, 90}).loss();
        assertEquals(Math.log(rate), Math.log(loss[1] / loss[0]) / 30, 1e-6);
        assertTrue(rate > 1.01 * MomentumRates.of(modes).rate(0.1, 0.1, 1));
    }

    @Test
    void nearlyOptimalParametersAreThoseOfTheTheory() {
        MomentumRates rates = MomentumRates.of(new MarchenkoPastur(0.25).modes(2000, 500, 1, 0));
        assertEquals(9, rates.conditionNumber(), 1e-3);
        assertEquals(1, rates.averageConditionNumber(), 1e-3);
        assertEquals(1 / 3.0, rates.implicitConditioningRatio(), 1e-3);
        // the two digits: the values of THEORY are of a drawn matrix
        Parameters low = rates.nearlyOptimal(0.3);
        assertEquals(4 / 9.0, low.momentum(), 1e-4);
        assertEquals(0.601, low.rate(), 0.005);
        assertEquals(0.452, rates.nearlyOptimal(0.9).rate(), 0.005);
    }

    /** Full batches: the best is Polyak's √Δ = (√κ − 1)/(√κ + 1), rate Δ. */
    @Test
    void theSearchFindsPolyaksOptimum() {
        Parameters best = MomentumOptimum.search(five(), 1);
        double root = (3 - 1) / (3 + 1.0);
        // 10⁻⁷ of the logarithm of 1 − √Δ = 2/3, and as much of γ at the kink of the rate
        assertEquals(root * root, best.rate(), 1e-6);
        assertEquals(root * root, best.momentum(), 1e-6);
    }

    /** The best is at least as good as the nearly optimal; small batches gain in proportion to their size, large ones do not. */
    @Test
    void largerBatchesSaturate() {
        MomentumRates rates = MomentumRates.of(new MarchenkoPastur(0.25).modes(2000, 60, 1, 0));
        double before = 1;
        for (double fraction : new double[] {0.001, 0.01, 0.1, 0.5, 1}) {
            Parameters best = MomentumOptimum.search(rates, fraction);
            assertTrue(best.rate() <= rates.nearlyOptimal(fraction).rate() * (1 + 1e-6));
            assertTrue(best.rate() < before);
            before = best.rate();
        }
        double gain = Math.log(MomentumOptimum.search(rates, 0.002).rate())
                / Math.log(MomentumOptimum.search(rates, 0.001).rate());
        assertEquals(2, gain, 0.02);
        double saturating = MomentumOptimum.saturatingFraction(rates, 0.9);
        double wanted = 0.9 * Math.log(MomentumOptimum.search(rates, 1).rate());
        assertEquals(wanted, Math.log(MomentumOptimum.search(rates, saturating).rate()), -0.01 * wanted);
    }
}
