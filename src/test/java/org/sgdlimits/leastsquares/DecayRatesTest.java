package org.sgdlimits.leastsquares;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgdlimits.model.Schedule;

/** Validation: closed forms for the Marchenko–Pastur law, and slopes fitted to solved curves. */
@Tag("validation")
final class DecayRatesTest {

    private static final int N = 4000;

    private static VolterraEquation isotropic(double ratio) {
        return VolterraEquation.of(new MarchenkoPastur(ratio).modes(N, 2000, 1, 0));
    }

    /** −d log(𝓛 − 𝓛(∞))/dt between two times; without noise 𝓛(∞) = 0. */
    private static double slope(VolterraEquation equation, double rate, double from, double to) {
        double[] loss = ModeRecursion.solve(equation, Schedule.constant(rate), new double[] {from, to}, 1e-9)
                .loss();
        return Math.log(loss[0] / loss[1]) / (to - from);
    }

    /**
     * tr AᵀA/n = r. With x = c − s cos θ, c = 1 + r, s = 2√r, the sum in γ_* is (1/4π)∫(c − s cos θ) s (1 + cos θ) dθ =
     * s(c − s/2)/4; leaving out one node of 2,000 costs 10⁻³.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 2})
    void thresholdAndCriticalRateOfAnIsotropicDesign(double ratio) {
        DecayRates rates = DecayRates.of(isotropic(ratio));
        assertEquals(2 / ratio, rates.threshold(), 1e-9);
        assertEquals(Math.pow(1 - Math.sqrt(ratio), 2), rates.smallest(), 2e-5);
        double root = Math.sqrt(ratio);
        double critical = 2 / (root * (1 + ratio - root));
        assertEquals(critical, rates.criticalRate(), 2e-3 * critical);
    }

    /** Above γ_* the curve falls at 2γλ*, once the other exponentials have died out. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 2})
    void aboveTheCriticalRateTheSlopeIsTheRoot(double ratio) {
        VolterraEquation equation = isotropic(ratio);
        DecayRates rates = DecayRates.of(equation);
        double rate = 0.5 * (rates.criticalRate() + rates.threshold());
        assertTrue(rates.root(rate) < rates.smallest() && rates.root(rate) > 0);
        double later = 40 / rates.decay(rate);
        assertEquals(rates.decay(rate), slope(equation, rate, later, 1.5 * later), 1e-3 * rates.decay(rate));
    }

    /** Below it t^{−3/2} e^{−2γλ_min t}: the power, 3/2 from the square-root edge, is taken out; what is left is O(1/t). */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 2})
    void belowTheCriticalRateTheSlopeIsTheEdge(double ratio) {
        VolterraEquation equation = isotropic(ratio);
        DecayRates rates = DecayRates.of(equation);
        double rate = 0.3 * rates.criticalRate();
        double from = 60 / rates.decay(rate);
        double to = 2 * from;
        double power = 1.5 * Math.log(to / from) / (to - from);
        double edge = 2 * rate * rates.smallest();
        assertEquals(edge, slope(equation, rate, from, to) - power, 0.01 * edge);
    }

    /** d = n: λ_min = 0, and the loss falls like t^{−3/2} below the threshold: there is no other regime. */
    @Test
    void aSquareDesignDecaysLikeAPower() {
        VolterraEquation equation = isotropic(1);
        DecayRates rates = DecayRates.of(equation);
        assertEquals(rates.threshold(), rates.criticalRate(), 0.01 * rates.threshold());
        double rate = 0.3 * rates.threshold();
        double exponent = slope(equation, rate, 2000, 4000) * 2000 / Math.log(2);
        assertEquals(1.5, exponent, 0.02);
        assertEquals(1.5, rates.exponent(), 0.1);
    }

    /** The equation's modes obey h' = −(diag p − γ 1kᵀ)h; the smallest eigenvalue of that matrix, made symmetric, is the slowest decay. */
    @Test
    void theRootIsTheSlowestExponential() {
        VolterraEquation equation = VolterraEquation.of(Spectra.wide(50, 0.01));
        DecayRates rates = DecayRates.of(equation);
        for (double part : new double[] {0.1, 0.9, 1.5}) {
            double rate = part * rates.threshold();
            int[] driven = IntStream.range(0, equation.rates().length)
                    .filter(j -> equation.kernel()[j] > 0)
                    .toArray();
            double[][] matrix = new double[driven.length][driven.length];
            for (int i = 0; i < driven.length; i++) {
                for (int j = 0; j < driven.length; j++) {
                    double coupling = rate * Math.sqrt(equation.kernel()[driven[i]] * equation.kernel()[driven[j]]);
                    matrix[i][j] = (i == j ? equation.rates()[driven[i]] : 0) - coupling;
                }
            }
            double slowest = Arrays.stream(
                            new EigenDecompositionSymmetric(new Array2DRowRealMatrix(matrix, false)).getEigenvalues())
                    .min()
                    .orElseThrow();
            // rounding of eigenvalues: some ulp of the largest entry, 2
            assertEquals(slowest, 2 * rates.root(rate), 1e-13);
            assertEquals(part < 1, rates.root(rate) > 0);
        }
    }
}
