package org.sgdlimits.model;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a model is trained: u_j ← u_j + (γ/d) G_j with G_j = (1/n_b) Σ_ν e_j^ν z^ν over a fresh batch, and
 * θ ← θ + (γ_θ/d) (1/n_b) Σ_ν h^ν.
 *
 * @param kind what is done to the step besides
 * @param learningRate γ(τ); with an adaptive rate what that is multiplied by
 * @param parameterRate γ_θ(τ), the rate of the further trained parameters
 * @param batch n_b, samples a step
 * @param corrections which terms of the mean and covariance of one step the deterministic and stochastic limits keep
 * @param scaling how rates and batch follow the dimension; {@link #at} makes the rule of another one
 * @param adaptive what besides the schedule decides the rate, if anything does: γ = learningRate(τ) · adaptive(state)
 * @param clip c of gradient clipping, G ← G·min(1, c√d/‖G‖) with G the gradient of a single sample with respect to all u, before
 *     it is made tangent; h is multiplied alike
 */
public record TrainingRule(
        Kind kind,
        Schedule learningRate,
        Schedule parameterRate,
        long batch,
        Corrections corrections,
        DimensionScaling scaling,
        Optional<AdaptiveRate> adaptive,
        OptionalDouble clip) {

    /** What is done to a step. */
    public enum Kind {
        /** Nothing. */
        PLAIN,
        /** Every u_j is normalised after the step. */
        PROJECTED,
        /** G_j is made tangent, G_j − (G_j·u_j) u_j, and u_j normalised after the step. */
        SPHERICAL,
        /** Gradient descent on the population risk, u ← u − (γ/d)∇R: a step of the mean gradient, no samples and no noise. */
        POPULATION,
        /** The gradient flow of the population risk, du/dτ = −γ∇R: no steps and no noise. */
        GRADIENT_FLOW;

        /** Whether a step draws samples. */
        public boolean drawsSamples() {
            return this != POPULATION && this != GRADIENT_FLOW;
        }

        /** Whether the rule keeps ‖u_j‖ = 1. */
        public boolean keepsUnitNorm() {
            return this == PROJECTED || this == SPHERICAL;
        }

        /** Its word in a model file. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The terms kept of one step's law. */
    public enum Corrections {
        /**
         * The leading order as d → ∞ (THEORY §2); the mean variance of a step is part of it unless {@link
         * DimensionScaling#variance} says that it vanishes.
         */
        LEADING,
        /** The mean at finite d and batch (THEORY §2, "At finite d and finite batch"). */
        FINITE_D
    }

    public TrainingRule {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(learningRate, "learningRate");
        Objects.requireNonNull(parameterRate, "parameterRate");
        Objects.requireNonNull(corrections, "corrections");
        Objects.requireNonNull(scaling, "scaling");
        Objects.requireNonNull(adaptive, "adaptive");
        Objects.requireNonNull(clip, "clip");
        requireBatch(batch);
        if (adaptive.isPresent()) {
            requireAdaptive(kind, scaling);
        }
        if (clip.isPresent()) {
            requireClip(kind, batch, adaptive, clip.getAsDouble());
        }
    }

    private static void requireAdaptive(Kind kind, DimensionScaling scaling) {
        if (kind != Kind.PLAIN) {
            throw new IllegalArgumentException(
                    "training.rule: expected plain beside an adaptive learning rate, whose theory"
                            + " is that of the plain rule, got " + kind.word() + "; use plain, or a schedule");
        }
        if (scaling.delta() != 1 || scaling.parameterDelta() != 1 || scaling.mu() != 0) {
            throw new IllegalArgumentException(
                    "training.learningRate: expected no powers of the dimension (delta, mu) beside"
                            + " an adaptive rate, which follows the dimension by itself, got delta " + scaling.delta()
                            + ", "
                            + scaling.parameterDelta() + " and mu " + scaling.mu());
        }
    }

    private static void requireClip(Kind kind, long batch, Optional<AdaptiveRate> adaptive, double clip) {
        Schedules.positive("training.clip", clip);
        if (!kind.drawsSamples() || batch != 1) {
            throw new IllegalArgumentException(
                    "training.clip: expected a rule that draws one sample a step, whose gradient is"
                            + " clipped, got the rule " + kind.word() + " with batch " + batch
                            + "; leave the clip out, or use plain with batch 1");
        }
        if (adaptive.filter(AdaptiveRate.LineSearch.class::isInstance).isPresent()) {
            throw new IllegalArgumentException("training.clip: expected none beside line-search, whose rate is that of"
                    + " unclipped gradients; leave one of them out");
        }
    }

    private static long requireBatch(long batch) {
        if (batch < 1) {
            throw new IllegalArgumentException("training.batch: expected a whole number >= 1, got " + batch);
        }
        return batch;
    }

    /** A rule with schedules for its rates, and no clipping. */
    public TrainingRule(
            Kind kind,
            Schedule learningRate,
            Schedule parameterRate,
            long batch,
            Corrections corrections,
            DimensionScaling scaling) {
        this(kind, learningRate, parameterRate, batch, corrections, scaling, Optional.empty(), OptionalDouble.empty());
    }

    /** A rule that says nothing of the dimension. */
    public TrainingRule(Kind kind, Schedule learningRate, Schedule parameterRate, long batch, Corrections corrections) {
        this(
                kind,
                learningRate,
                parameterRate,
                batch,
                corrections,
                DimensionScaling.none(learningRate, parameterRate, requireBatch(batch)));
    }

    private static TrainingRule of(Kind kind, Schedule rate) {
        return new TrainingRule(kind, rate, rate, 1, Corrections.LEADING);
    }

    /** The same rule with rates and batch that follow the dimension; a {@link Problem} takes those of its own. */
    public TrainingRule withScaling(DimensionScaling other) {
        return new TrainingRule(kind, learningRate, parameterRate, batch, corrections, other, adaptive, clip);
    }

    /**
     * The rule in dimension d.
     *
     * @throws IllegalArgumentException if the batch is out of range there
     */
    TrainingRule at(long dimension) {
        double d = (double) dimension;
        if (scaling.batch(d) == Long.MAX_VALUE) {
            throw new IllegalArgumentException("training.batch: expected at most 2^63 samples, got " + scaling.batch()
                    + " times " + dimension + " to the " + scaling.mu());
        }
        return new TrainingRule(
                kind,
                scaling.learningRate(d),
                scaling.parameterRate(d),
                scaling.batch(d),
                corrections,
                scaling,
                adaptive,
                clip);
    }

    /** γ = γ₀ d^{1−δ} for all rates. */
    public TrainingRule scalingRate(double prefactor, double delta) {
        Schedule rate = Schedule.constant(prefactor);
        return withScaling(new DimensionScaling(rate, delta, rate, delta, scaling.batch(), scaling.mu()));
    }

    /** n_b = n₀ d^μ. */
    public TrainingRule scalingBatch(double prefactor, double mu) {
        return withScaling(new DimensionScaling(
                scaling.learningRate(),
                scaling.delta(),
                scaling.parameterRate(),
                scaling.parameterDelta(),
                prefactor,
                mu));
    }

    /** Plain SGD at a constant rate. */
    public static TrainingRule plain(double rate) {
        return plain(Schedule.constant(rate));
    }

    /** Plain SGD. */
    public static TrainingRule plain(Schedule rate) {
        return of(Kind.PLAIN, rate);
    }

    /** SGD projected to the unit sphere after every step, at a constant rate. */
    public static TrainingRule projected(double rate) {
        return projected(Schedule.constant(rate));
    }

    /** SGD projected to the unit sphere after every step. */
    public static TrainingRule projected(Schedule rate) {
        return of(Kind.PROJECTED, rate);
    }

    /** SGD along the sphere, at a constant rate. */
    public static TrainingRule spherical(double rate) {
        return spherical(Schedule.constant(rate));
    }

    /** SGD along the sphere. */
    public static TrainingRule spherical(Schedule rate) {
        return of(Kind.SPHERICAL, rate);
    }

    /** Gradient descent on the population risk. */
    public static TrainingRule population(double rate) {
        return of(Kind.POPULATION, Schedule.constant(rate));
    }

    /** The gradient flow of the population risk. */
    public static TrainingRule gradientFlow(double rate) {
        return of(Kind.GRADIENT_FLOW, Schedule.constant(rate));
    }

    /**
     * The same rule at another learning rate, the same in every dimension and whatever the state; the rate of the further
     * parameters follows where it was the same.
     */
    public TrainingRule withLearningRate(Schedule rate) {
        boolean follows = parameterRate.equals(learningRate);
        Schedule parameters = follows ? rate : parameterRate;
        return new TrainingRule(
                kind,
                rate,
                parameters,
                batch,
                corrections,
                new DimensionScaling(
                        rate,
                        1,
                        follows ? rate : scaling.parameterRate(),
                        follows ? 1 : scaling.parameterDelta(),
                        scaling.batch(),
                        scaling.mu()),
                Optional.empty(),
                clip);
    }

    /** The same rule with both rates multiplied by a factor. */
    public TrainingRule scaled(double factor) {
        return new TrainingRule(
                kind,
                learningRate.times(factor),
                parameterRate.times(factor),
                batch,
                corrections,
                new DimensionScaling(
                        scaling.learningRate().times(factor),
                        scaling.delta(),
                        scaling.parameterRate().times(factor),
                        scaling.parameterDelta(),
                        scaling.batch(),
                        scaling.mu()),
                adaptive,
                clip);
    }

    /** The same rule with n_b samples a step, in every dimension. */
    public TrainingRule withBatch(long size) {
        return new TrainingRule(
                kind,
                learningRate,
                parameterRate,
                size,
                corrections,
                new DimensionScaling(
                        scaling.learningRate(),
                        scaling.delta(),
                        scaling.parameterRate(),
                        scaling.parameterDelta(),
                        (double) requireBatch(size),
                        0),
                adaptive,
                clip);
    }

    /** The same rule with another rate for the further trained parameters. */
    public TrainingRule withParameterRate(Schedule rate) {
        return new TrainingRule(
                kind,
                learningRate,
                rate,
                batch,
                corrections,
                new DimensionScaling(scaling.learningRate(), scaling.delta(), rate, 1, scaling.batch(), scaling.mu()),
                adaptive,
                clip);
    }

    /** The same rule whose limits keep the terms of finite dimension and batch. */
    public TrainingRule withFiniteDimensionCorrections() {
        return new TrainingRule(
                kind, learningRate, parameterRate, batch, Corrections.FINITE_D, scaling, adaptive, clip);
    }

    /** γ = c γ_crit of the present state; ‖u − u*‖² decreases in mean for c &lt; 1. */
    public static TrainingRule fractionOfCritical(double fraction) {
        return plain(fraction).withAdaptive(new AdaptiveRate.Critical());
    }

    /** Polyak's rate γ = ½ γ_crit, at which ‖u − u*‖² decreases fastest. */
    public static TrainingRule polyak() {
        return fractionOfCritical(AdaptiveRate.POLYAK);
    }

    /** The rate at which the risk decreases fastest. */
    public static TrainingRule lineSearch() {
        return plain(1).withAdaptive(new AdaptiveRate.LineSearch());
    }

    /** γ = η/b, b² = b₀² + (1/d²) Σ ‖G‖². */
    public static TrainingRule adaGradNorm(double rate, double b0) {
        return plain(rate).withAdaptive(new AdaptiveRate.AdaGradNorm(b0));
    }

    /** The same rule whose schedules are multiplied by what the state decides. */
    public TrainingRule withAdaptive(AdaptiveRate rate) {
        return new TrainingRule(
                kind, learningRate, parameterRate, batch, corrections, scaling, Optional.of(rate), clip);
    }

    /** The same rule with every sample's gradient clipped, G ← G·min(1, c√d/‖G‖). */
    public TrainingRule withClip(double threshold) {
        return new TrainingRule(
                kind, learningRate, parameterRate, batch, corrections, scaling, adaptive, OptionalDouble.of(threshold));
    }

    /** The learning rate in a few words. */
    public String describeRate() {
        return learningRate.describe()
                + adaptive.map(rate -> " " + rate.describe()).orElse("")
                + (clip.isPresent() ? ", gradients clipped at " + clip.getAsDouble() + " sqrt(d)" : "");
    }
}
