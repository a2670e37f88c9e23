package org.sgdlimits.model;

/**
 * What is trained: anything whose SGD has a deterministic high-dimensional limit.
 *
 * <p>Three ways to state one: a {@link Network}, an {@link ObjectiveModel}, or a {@link Limit} of one's own. The
 * sub-interfaces say what else a model can give, and a method names in its type what it needs: {@link NoisyModel} for a
 * stochastic correction, {@link SampledModel} for raw SGD, {@link FieldModel} for everything derived from the law of one
 * step.
 */
public interface Model {}
