package org.sgdlimits.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.analysis.TailFit.Law;

/** Laws of decay with known exponents. */
@Tag("validation")
final class TailFitTest {

    /** A million steps, twenty saves a decade. */
    private static final double[] TIMES = logGrid(1, 1e6, 121);

    private static double[] logGrid(double first, double last, int points) {
        double[] times = new double[points];
        for (int i = 0; i < points; i++) {
            times[i] = first * Math.pow(last / first, i / (points - 1.0));
        }
        return times;
    }

    private static TailWindow window(DoubleUnaryOperator curve) {
        return TailWindow.of(TIMES, Arrays.stream(TIMES).map(curve).toArray());
    }

    @Test
    void aPowerLawWithAnOffsetIsFoundExactly() {
        Tail tail = Tail.of(window(t -> 7 * Math.pow(t + 9000, -3)));
        TailFit fit = tail.better();
        assertEquals(Law.POWER, fit.law());
        // rounding of the logarithms, 4e-15, times the condition of the three-parameter fit, below 1e3, and Brent's
        // 1e-12
        assertEquals(3, fit.exponent(), 1e-8);
        assertEquals(9000, fit.offset(), 1e-8 * 9000);
        assertEquals(7, fit.amplitude(), 1e-7);
        assertTrue(tail.isClear());
        assertEquals(fit.at(1e5), 7 * Math.pow(1e5 + 9000, -3), 1e-9 * fit.at(1e5));
    }

    /** What the offset is for: the line in log t alone is off by −3t/(t + t₀) + 3, here by 0.1 to 0.6. */
    @Test
    void theExponentIsNotBiasedByALateTail() {
        double[] values = Arrays.stream(TIMES)
                .map(t -> Math.pow(Math.max(1, t - 9000), -3))
                .toArray();
        TailWindow window = TailWindow.of(TIMES, values, OptionalDouble.of(33_000), 1e-30);
        assertEquals(3, TailFit.power(window).exponent(), 1e-8);
        double[] logTimes = Arrays.stream(window.times()).map(Math::log).toArray();
        double[] logValues = Arrays.stream(window.values()).map(Math::log).toArray();
        double[] errors = Arrays.stream(logTimes).map(t -> 1).toArray();
        assertTrue(-LineFit.of(logTimes, logValues, errors).slope() > 3.1);
    }

    @Test
    void anExponentialIsFoundExactly() {
        Tail tail = Tail.of(window(t -> 0.3 * Math.exp(-2e-5 * t)));
        TailFit fit = tail.better();
        assertEquals(Law.EXPONENTIAL, fit.law());
        // rounding of log y, 4e-15, over the range of t, 1e6
        assertEquals(2e-5, fit.exponent(), 1e-19);
        assertEquals(0.3, fit.amplitude(), 1e-13);
        assertTrue(tail.isClear());
        assertTrue(tail.power().residual() > 0.1);
    }

    @Test
    void theAmplitudeOfAKnownExponentIsFoundExactly() {
        TailFit fit = TailFit.powerOf(1, window(t -> Math.PI / (2 * (t + 500))));
        assertEquals(Math.PI / 2, fit.amplitude(), 1e-9);
        assertEquals(500, fit.offset(), 1e-6);
        assertEquals(1, fit.exponent());
        assertEquals(0, fit.exponentError());
    }

    /**
     * Independent normal errors of 5 % in y, 2000 samples: the number of 95 % intervals that miss is binomial, of mean 100 and
     * standard deviation 9.7; 3.3 of them are a false alarm of 1e-3. The fit is not linear in t₀, which at these errors changes
     * the coverage by less than a standard deviation.
     */
    @Test
    void theIntervalCoversTheExponentOfANoisyPowerLaw() {
        Random random = new Random(4);
        int missed = 0;
        for (int i = 0; i < 2000; i++) {
            TailFit fit = TailFit.power(window(t -> Math.pow(t + 2000, -1.5) * Math.exp(0.05 * random.nextGaussian())));
            missed += Math.abs(fit.exponent() - 1.5) > fit.halfWidth(0.95) ? 1 : 0;
        }
        assertEquals(100, missed, 3.3 * 9.7);
    }

    /** As above for the rate of an exponential, whose fit is linear. */
    @Test
    void theIntervalCoversTheRateOfANoisyExponential() {
        Random random = new Random(5);
        int missed = 0;
        for (int i = 0; i < 2000; i++) {
            TailFit fit = TailFit.exponential(window(t -> Math.exp(-1e-5 * t + 0.05 * random.nextGaussian())));
            missed += Math.abs(fit.exponent() - 1e-5) > fit.halfWidth(0.95) ? 1 : 0;
        }
        assertEquals(100, missed, 3.3 * 9.7);
    }

    /** Exponents scattered by 0.1 about 2: 2000 means of ten, as above; mean and error are those of the exponents themselves. */
    @Test
    void theStudentIntervalOfSeveralRunsCoversTheirMean() {
        Random random = new Random(6);
        int missed = 0;
        for (int i = 0; i < 2000; i++) {
            List<TailFit> fits = new ArrayList<>();
            for (int run = 0; run < 10; run++) {
                fits.add(new TailFit(Law.POWER, 2 + 0.1 * random.nextGaussian(), 0, 1, 0, 0, 0, 10, false));
            }
            MeanExponent mean = MeanExponent.of(fits);
            missed += Math.abs(mean.mean() - 2) > mean.halfWidth(0.95) ? 1 : 0;
        }
        assertEquals(100, missed, 3.3 * 9.7);
    }

    @Test
    void noLawIsSeenWhereThereIsNone() {
        Random random = new Random(7);
        assertFalse(Tail.of(window(t -> 1e-3)).isClear());
        assertFalse(Tail.of(window(t -> 1e-3 * Math.exp(0.3 * random.nextGaussian())))
                .isClear());
        // from one plateau to another within the window
        assertFalse(Tail.of(window(t -> 1e-4 + 1 / (1 + Math.pow(t / 2e5, 4)))).isClear());
        // logarithmic decay: a factor of 1.3
        assertFalse(Tail.of(window(t -> 1 / Math.log(t + 2))).isClear());
    }

    @Test
    void theWeightOfAPointIsWhatItSpansOfLogTime() {
        double[] twice = Arrays.stream(TIMES)
                .flatMap(t -> Arrays.stream(t < 1e5 ? new double[] {t, t * 1.0001} : new double[] {t}))
                .toArray();
        DoubleUnaryOperator curve = t -> Math.pow(t, -2) + 1e-7 * Math.pow(t, -1);
        double once = TailFit.power(window(curve)).exponent();
        TailWindow doubled =
                TailWindow.of(twice, Arrays.stream(twice).map(curve).toArray());
        // the pairs differ from single points by 1e-4 in log t; unweighted, the exponent moves by a hundredth
        assertEquals(once, TailFit.power(doubled).exponent(), 2e-3);
    }

    @Test
    void roundingEndsTheWindow() {
        double[] values =
                Arrays.stream(TIMES).map(t -> Math.exp(-1e-3 * t) - 1e-17).toArray();
        TailWindow window = TailWindow.of(TIMES, values);
        assertTrue(window.cut());
        // e^(−34.5) = 1e-15
        assertTrue(window.end() <= 34.6e3 && window.end() > 30e3, () -> "" + window.end());
        assertTrue(window.start() >= window.end() / TailWindow.SPAN);
        assertEquals(
                1e-3,
                TailFit.exponential(TailWindow.of(TIMES, values, OptionalDouble.empty(), 1e-10))
                        .exponent(),
                1e-10);
    }

    @Test
    @Tag("regression")
    void errorsSayWhatToDo() {
        double[] few = {1, 2, 3};
        assertEquals(
                "tail: expected at least 8 points in the window, got 3; let the window begin earlier, or save more"
                        + " points with log spacing",
                assertThrows(IllegalArgumentException.class, () -> TailFit.power(TailWindow.of(few, few)))
                        .getMessage());
        double[] cut = {1, 0, 3};
        assertEquals(
                "tail: expected at least 8 points in the window, got 1, as the values after them are not above the floor;"
                        + " let the window begin earlier, or save more points with log spacing",
                assertThrows(IllegalArgumentException.class, () -> TailFit.exponential(TailWindow.of(few, cut)))
                        .getMessage());
        assertEquals(
                "tail: from: expected a time > 0, as the fit is one in log t, got 0.0",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> TailWindow.of(few, few, OptionalDouble.of(0), TailWindow.FLOOR))
                        .getMessage());
        assertEquals(
                "tail: exponent: expected a number > 0, got -1.0",
                assertThrows(IllegalArgumentException.class, () -> TailFit.powerOf(-1, window(t -> 1 / t)))
                        .getMessage());
        assertEquals(
                "mean exponent: expected at least two runs, as one has no scatter, got 0; set run.replicas",
                assertThrows(IllegalArgumentException.class, () -> MeanExponent.of(List.of()))
                        .getMessage());
    }
}
