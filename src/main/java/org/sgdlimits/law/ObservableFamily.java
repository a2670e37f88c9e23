package org.sgdlimits.law;

/** Observables of a field model beyond the standard ones, observed when asked for. */
public enum ObservableFamily {
    /** Every entry of M and Q; standard while the student has at most 50 units, as Q has p(p + 1)/2 entries. */
    OVERLAPS,
    /**
     * {@code angle[j,r]} between u_j and u*_r in the metric of K, in radians; undefined for a vector that is zero. Its error
     * is a rounding error of 1 − cos²: relative 10⁻¹⁶/angle².
     */
    ANGLES,
    /**
     * The two parts of the drift of Q under the plain rule, dQ_jl/dτ = γ gradientFlow + (γ²/n_b) variance:
     * {@code gradientFlow[j,l]} = Σ_b λ_b E[e_j x_{b,l} + e_l x_{b,j}], and {@code variance[j,l]} = (tr K²/d) E[e_j e_l]; for
     * K = I the Ψ^(GF) and Ψ^(Var) of Veiga et al. (2022), e here holding the factor 1/p. Cost: a drift a save.
     */
    DRIFT_PARTS,
    /** {@code gradientSquared} = ‖∇R‖² = tr AᵀWᵀK²WA with A = Ω⁺E[x e], the gradient with respect to u. Cost: a drift a save. */
    GRADIENT,
    /**
     * {@code criticalRate}, the learning rate below which ‖u − u*‖² decreases in mean under the plain rule, for p = k:
     * γ_crit = 2 n_b A₀/((tr K/d) I₀) with A₀ = −E⟨λ − λ*, e⟩ and I₀ = E‖e‖² (THEORY §2). Cost: a drift a save.
     */
    CRITICAL_RATE,
    /** {@code learningRate}, γ of the time and the state; standard where it is adaptive. */
    LEARNING_RATE
}
