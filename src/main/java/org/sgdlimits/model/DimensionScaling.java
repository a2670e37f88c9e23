package org.sgdlimits.model;

import java.util.Objects;

/**
 * How a rule follows the dimension: γ = γ₀ d^{1−δ}, γ_θ = γ_θ0 d^{1−δ_θ} and n_b = n₀ d^μ, rounded to a whole number ≥ 1.
 *
 * <p>In the step of vectors of norm one, u ← u + (γ/d) G, the rate is γ₀ d^{−δ}. A rule that says nothing of the dimension is
 * the case δ = 1, μ = 0. As d → ∞ the variance of a step, relative to its mean, is of order d^{1−δ−μ}, and the product of mean
 * steps of order d^{−δ} (THEORY §2).
 *
 * @param learningRate γ₀(τ)
 * @param delta δ
 * @param parameterRate γ_θ0(τ)
 * @param parameterDelta δ_θ
 * @param batch n₀
 * @param mu μ
 */
public record DimensionScaling(
        Schedule learningRate, double delta, Schedule parameterRate, double parameterDelta, double batch, double mu) {

    /** Exponents this close are the same: they are sums of numbers that people write. */
    private static final double ROUNDING = 1e-9;

    /** What becomes of a term of one step as d → ∞. */
    public enum Fate {
        /** It vanishes beside the mean. */
        VANISHES,
        /** It stays. */
        STAYS,
        /** It outgrows the mean, so that no limit is left. */
        DIVERGES
    }

    public DimensionScaling {
        Objects.requireNonNull(learningRate, "learningRate");
        Objects.requireNonNull(parameterRate, "secondLayerRate");
        finite("learningRate.delta", delta);
        finite("secondLayerRate.delta", parameterDelta);
        finite("batch.mu", mu);
        if (!(batch > 0) || Double.isInfinite(batch)) {
            throw new IllegalArgumentException("training.batch: expected a number > 0, got " + batch);
        }
    }

    private static void finite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("training." + name + ": expected a finite number, got " + value);
        }
    }

    /** Of a rule that says nothing of the dimension. */
    static DimensionScaling none(Schedule learningRate, Schedule parameterRate, long batch) {
        return new DimensionScaling(learningRate, 1, parameterRate, 1, (double) batch, 0);
    }

    /** γ in dimension d. */
    Schedule learningRate(double dimension) {
        return scaled(learningRate, dimension, 1 - delta);
    }

    /** γ_θ in dimension d. */
    Schedule parameterRate(double dimension) {
        return scaled(parameterRate, dimension, 1 - parameterDelta);
    }

    /** n_b in dimension d. */
    long batch(double dimension) {
        return mu == 0 ? Math.round(batch) : Math.max(1, Math.round(batch * Math.pow(dimension, mu)));
    }

    private static Schedule scaled(Schedule schedule, double dimension, double power) {
        return power == 0 ? schedule : schedule.times(Math.pow(dimension, power));
    }

    /** The order in d of the variance of a step relative to its mean, 1 − δ − μ. */
    public double varianceOrder() {
        return 1 - delta - mu;
    }

    /** What becomes of the variance of a step. */
    public Fate variance() {
        return fate(varianceOrder());
    }

    /** What becomes of the product of mean steps; where it stays, steps do not become infinitesimal and the map has no ODE. */
    public Fate meanProduct() {
        return fate(-delta);
    }

    private static Fate fate(double order) {
        return Math.abs(order) <= ROUNDING ? Fate.STAYS : order < 0 ? Fate.VANISHES : Fate.DIVERGES;
    }
}
