package org.sgdlimits.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The learning rate of the fewest steps. */
@Tag("validation")
final class RateOptimumTest {

    private static final double[] RATES = {0.02, 0.04, 0.06, 0.08, 0.1, 0.12};

    /** Linearised phase retrieval with noise 1: N = d log(…)/(γ(8 − γ(48 + 4))), fewest at γ = 1/13. */
    private static double steps(double rate) {
        return 5000 / (rate * (8 - 52 * rate));
    }

    private static double[] steps() {
        double[] steps = new double[RATES.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = steps(RATES[i]);
        }
        return steps;
    }

    private static double[] errors(double relative) {
        double[] errors = steps();
        for (int i = 0; i < errors.length; i++) {
            errors[i] *= relative * (1 + i % 2);
        }
        return errors;
    }

    @Test
    void stepsWithoutNoiseGiveTheOptimumExactly() {
        RateOptimum optimum = RateOptimum.fit(RATES, steps(), errors(0.01)).orElseThrow();
        // rounding of γ*, twenty times that of y, as the line is extrapolated to a/b
        assertEquals(1 / 13.0, optimum.rate(), 1e-15);
        assertEquals(steps(1 / 13.0), optimum.steps(), 1e-13 * optimum.steps());
        assertEquals(optimum.steps(), optimum.steps(optimum.rate()), 1e-13 * optimum.steps());
        assertEquals(steps(0.013), optimum.steps(0.013), 1e-13 * steps(0.013));
        // residuals 1e-16 over errors of 1e-2
        assertEquals(0, optimum.line().chiSquare(), 1e-24);
    }

    @Test
    void thereIsNoEscapeFromTwiceTheOptimumOn() {
        RateOptimum optimum = RateOptimum.fit(RATES, steps(), errors(0.01)).orElseThrow();
        assertEquals(Double.POSITIVE_INFINITY, optimum.steps(0.154));
        assertEquals(Double.POSITIVE_INFINITY, optimum.steps(1));
    }

    /** Independently of the covariance of a and b: Σ (∂γ*⁄∂y_i)² error_i², each derivative by central differences. */
    @Test
    void theErrorIsThatOfPropagationPointByPoint() {
        double[] errors = errors(0.05);
        double[] y = new double[RATES.length];
        double[] yErrors = new double[RATES.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = 1 / (RATES[i] * steps(RATES[i]));
            yErrors[i] = errors[i] / (RATES[i] * steps(RATES[i]) * steps(RATES[i]));
        }
        double variance = 0;
        for (int i = 0; i < y.length; i++) {
            double h = 1e-5 * y[i];
            double[] above = y.clone();
            double[] below = y.clone();
            above[i] += h;
            below[i] -= h;
            double derivative = (ratio(above, yErrors) - ratio(below, yErrors)) / (2 * h);
            variance += derivative * derivative * yErrors[i] * yErrors[i];
        }
        double expected = Math.sqrt(variance);
        // truncation 1e-10 and rounding 1e-16/1e-5 of the differences
        assertEquals(
                expected, RateOptimum.fit(RATES, steps(), errors).orElseThrow().standardError(), 1e-9 * expected);
    }

    private static double ratio(double[] y, double[] yErrors) {
        LineFit line = LineFit.of(RATES, y, yErrors);
        return -line.intercept() / (2 * line.slope());
    }

    /**
     * Steps with 1 % and 2 % of normal noise: at 4000 repetitions 4.42 standard errors fail a true level once in 10⁵.
     */
    @Test
    void theStandardErrorCoversTheTruth() {
        int repetitions = 4000;
        SplittableRandom random = new SplittableRandom(20240601);
        double[] errors = errors(0.01);
        int covered = 0;
        for (int r = 0; r < repetitions; r++) {
            double[] measured = steps();
            for (int i = 0; i < measured.length; i++) {
                measured[i] += errors[i] * random.nextGaussian();
            }
            RateOptimum optimum = RateOptimum.fit(RATES, measured, errors).orElseThrow();
            covered += Math.abs(optimum.rate() - 1 / 13.0) < 1.959963984540054 * optimum.standardError() ? 1 : 0;
        }
        assertEquals(0.95, covered / (double) repetitions, 4.42 * Math.sqrt(0.95 * 0.05 / repetitions));
    }

    @Test
    @Tag("regression")
    void whatHasNoOptimumIsRefused() {
        double[] three = {1, 2, 3};
        refused(
                "rate optimum: expected at least three rates with steps and an error each, got 2, 2 and 2",
                new double[] {1, 2},
                new double[] {1, 2},
                new double[] {1, 2});
        refused("rate optimum: steps: expected a number > 0, got -5.0", three, new double[] {1, -5, 3}, three);
        refused("rate optimum: standard error: expected a number > 0, got NaN", three, three, new double[] {
            1, Double.NaN, 3
        });
        refused(
                "line fit: x: expected at least two different values, got 2.0 only; a slope needs a range",
                new double[] {2, 2, 2},
                three,
                three);
        assertEquals(
                "rate optimum: rate: expected a number > 0, got 0.0",
                assertThrows(IllegalArgumentException.class, () -> RateOptimum.fit(RATES, steps(), errors(0.01))
                                .orElseThrow()
                                .steps(0))
                        .getMessage());
    }

    /** γ²N constant: 1/(γN) = γ rises. */
    @Test
    @Tag("regression")
    void stepsThatFallFasterThanTheRateRisesHaveNoMinimum() {
        assertEquals(
                Optional.empty(),
                RateOptimum.fit(
                        new double[] {1, 2, 4}, new double[] {1, 0.25, 0.0625}, new double[] {0.5, 0.125, 0.03125}));
    }

    private static void refused(String message, double[] rates, double[] steps, double[] errors) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> RateOptimum.fit(rates, steps, errors))
                        .getMessage());
    }
}
