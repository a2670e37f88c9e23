package org.sgdlimits.law;

/**
 * How large the parts of the mean of one plain (or tangent) step are, per unit of τ = steps/d, before any normalisation:
 * Euclidean norms over the independent entries of M and Q.
 *
 * @param linear of γ E[e λ*ᵀ] in M and γ (E[e λᵀ] + E[λ eᵀ]) in Q
 * @param variance of (γ²/n_b) E[e eᵀ] in Q, the variance of a step
 * @param meanProduct of (γ²/d)(1 − 1/n_b) v_jᵀ Ω⁺ v_l in Q, the product of mean steps
 */
public record StepSizes(double linear, double variance, double meanProduct) {}
