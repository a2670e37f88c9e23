package org.sgdlimits.leastsquares;

import java.util.Objects;
import org.sgdlimits.model.Schedule;

/**
 * X_{k+1} = X_k − γ(t_k) Σ_{i∈B_k} ∇f_i(X_k) + Δ(X_k − X_{k−1}), X_{−1} = X_0.
 *
 * @param learningRate γ as a function of t, epochs; it multiplies the sum, not the mean, over the batch
 * @param batch |B|, a count
 * @param momentum Δ
 * @param sampling how a batch is drawn
 */
public record BatchRule(Schedule learningRate, int batch, double momentum, Sampling sampling) {

    /** @throws IllegalArgumentException if the batch is not positive or the momentum does not lie in [0, 1) */
    public BatchRule {
        Objects.requireNonNull(learningRate, "training.learningRate");
        Objects.requireNonNull(sampling, "training.sampling");
        if (batch < 1) {
            throw new IllegalArgumentException("training.batch: expected a whole number >= 1, got " + batch);
        }
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException(
                    "training.momentum: expected a number from 0 to below 1, got " + momentum);
        }
    }

    /** Single samples at a constant rate, without momentum. */
    public static BatchRule singleSample(double learningRate) {
        return new BatchRule(Schedule.constant(learningRate), 1, 0, Sampling.INDEPENDENT);
    }

    /** Batches at a constant rate with momentum. */
    public static BatchRule batches(double learningRate, int batch, double momentum) {
        return new BatchRule(Schedule.constant(learningRate), batch, momentum, Sampling.INDEPENDENT);
    }

    /** The same rule with another schedule. */
    public BatchRule withLearningRate(Schedule other) {
        return new BatchRule(other, batch, momentum, sampling);
    }

    /** The same rule with another way of drawing a batch. */
    public BatchRule withSampling(Sampling other) {
        return new BatchRule(learningRate, batch, momentum, other);
    }

    /** Whether an update moves by one sample alone, so that the continuous equation describes it as n grows. */
    public boolean isSingleSample() {
        return batch == 1 && momentum == 0;
    }
}
