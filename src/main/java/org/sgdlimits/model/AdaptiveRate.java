package org.sgdlimits.model;

/**
 * A learning rate that the present state of a run decides: γ = c(τ) · r with c the schedule of the {@link TrainingRule} and r
 * what is stated here, a function of the overlaps Ω and, for {@link AdaGradNorm}, of the gradients so far. All are stated for the
 * plain rule; γ_θ follows with the same r. {@code law.StateRate} evaluates r for every method alike.
 *
 * <p>Source: Collins-Woodfin, Seroussi, García Malaxechebarría, Mackenzie, E. Paquette, C. Paquette, "The High Line: exact risk
 * and learning rate curves of stochastic adaptive learning rate algorithms", 2024.
 */
public sealed interface AdaptiveRate {

    /** The fraction of the critical rate that is Polyak's. */
    double POLYAK = 0.5;

    /** One line for people: what the schedule is multiplied by. */
    String describe();

    /**
     * r = γ_crit = 2 n_b A₀/((tr K/d) I₀), A₀ = −E⟨λ − λ*, e⟩, I₀ = E‖e‖²: below it 𝒟² = ‖u − u*‖² decreases in mean, for p = k
     * (THEORY §2). c = ½ is Polyak's rate, which decreases 𝒟² fastest.
     */
    record Critical() implements AdaptiveRate {
        @Override
        public String describe() {
            return "times the critical rate of the present state";
        }
    }

    /**
     * r = n_b ‖∇R‖²/(2 (tr K²/d) ⟨∂R/∂Q, E[e eᵀ]⟩), which minimises dR/dτ = −γ‖∇R‖² + (γ²/n_b)(tr K²/d) ⟨∂R/∂Q, E[e eᵀ]⟩: exact line
     * search on the risk, idealised. For fixed θ.
     */
    record LineSearch() implements AdaptiveRate {
        @Override
        public String describe() {
            return "times the rate of exact line search on the risk";
        }
    }

    /**
     * r = 1/b with b² = b₀² + (1/d²) Σ_{i≤k} ‖G_i‖² after step k, ‖G_i‖² the sum over all students; in the limit
     * db²/dτ = (tr K/d) E‖e‖²/n_b. b² is an entry of the state.
     *
     * @param b0 b₀
     */
    record AdaGradNorm(double b0) implements AdaptiveRate {

        /** @throws IllegalArgumentException if b₀ is not positive and finite */
        public AdaGradNorm {
            Schedules.positive("training.learningRate.b0", b0);
        }

        @Override
        public String describe() {
            return "over b, b^2 = " + b0 * b0 + " + (1/d^2) times the sum of squared gradient norms";
        }
    }
}
