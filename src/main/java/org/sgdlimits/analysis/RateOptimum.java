package org.sgdlimits.analysis;

import java.util.Optional;

/**
 * The learning rate γ* at which an exit takes the fewest steps, from mean step counts N_i ± s_i measured at rates γ_i.
 *
 * <p>Where the escape is exponential at a growth rate proportional to γ(1 − γ/(2γ*)), as in the linearised dynamics,
 *
 * <pre>
 *   N(γ) = C/(γ(1 − γ/(2γ*))),   so that   1/(γN) = a − bγ,   a = 1/C,   b = 1/(2γ*C)
 *   γ* = a/(2b),   N(γ*) = 4b/a²,   Var γ* = γ*² [Var a/a² + Var b/b² − 2 Cov(a, b)/(ab)]
 * </pre>
 *
 * The {@linkplain LineFit line} of y_i = 1/(γ_i N_i) with errors s_i/(γ_i N_i²) gives a and b; the last formula is the
 * delta method. Both linearisations want s_i ≪ N_i: their bias is of relative order (s_i/N_i)². The N_i must be means
 * of complete samples; a mean over runs of which some have not exited is too small. χ² of the line says whether the
 * form fits.
 *
 * @param rate γ*
 * @param standardError of γ*
 * @param steps N(γ*), the fitted minimum
 * @param line of 1/(γN) on γ, with intercept a and slope −b
 */
public record RateOptimum(double rate, double standardError, double steps, LineFit line) {

    /**
     * Fits.
     *
     * @param rates γ_i
     * @param steps N_i
     * @param standardErrors s_i
     * @return empty if the fitted steps have no minimum (b ≤ 0): add larger rates, or more runs at each
     * @throws IllegalArgumentException if the lengths differ, there are fewer than three points, a value is not positive and
     *     finite, or all rates are equal
     */
    public static Optional<RateOptimum> fit(double[] rates, double[] steps, double[] standardErrors) {
        if (rates.length < 3 || steps.length != rates.length || standardErrors.length != rates.length) {
            throw new IllegalArgumentException(
                    "rate optimum: expected at least three rates with steps and an error each," + " got " + rates.length
                            + ", " + steps.length + " and " + standardErrors.length);
        }
        double[] speeds = new double[rates.length];
        double[] errors = new double[rates.length];
        for (int i = 0; i < rates.length; i++) {
            requirePositive("rate", rates[i]);
            requirePositive("steps", steps[i]);
            requirePositive("standard error", standardErrors[i]);
            speeds[i] = 1 / (rates[i] * steps[i]);
            errors[i] = speeds[i] * standardErrors[i] / steps[i];
        }
        LineFit line = LineFit.of(rates, speeds, errors);
        double a = line.intercept();
        double b = -line.slope();
        if (!(b > 0)) {
            return Optional.empty();
        }
        // positive points on a falling line have a positive intercept, so a > 0
        double rate = a / (2 * b);
        double relativeA = line.interceptError() / a;
        double relativeB = line.standardError() / b;
        double variance = relativeA * relativeA + relativeB * relativeB + 2 * line.covariance() / (a * b);
        return Optional.of(new RateOptimum(rate, rate * Math.sqrt(variance), 4 * b / (a * a), line));
    }

    /**
     * The fitted steps N at a rate; infinite from 2γ* on, where there is no escape.
     *
     * @throws IllegalArgumentException if the rate is not positive
     */
    public double steps(double rate) {
        requirePositive("rate", rate);
        double speed = line.at(rate);
        return speed > 0 ? 1 / (rate * speed) : Double.POSITIVE_INFINITY;
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("rate optimum: " + name + ": expected a number > 0, got " + value);
        }
    }
}
