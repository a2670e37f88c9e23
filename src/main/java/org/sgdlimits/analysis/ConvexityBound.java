package org.sgdlimits.analysis;

import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Spectrum;

/**
 * The bound 𝒟²(τ) ≤ e^{−aτ} 𝒟²(0) on 𝒟² = ‖u − u*‖² under plain SGD for a loss f(λ; λ*) that is μ̂-strongly convex with an
 * L̂-Lipschitz gradient in λ and whose gradient vanishes at λ = λ* for every sample (no label noise), p = k.
 *
 * <p>d𝒟²/dτ = −2γA₀ + (γ²/n_b)(tr K/d) I₀ (THEORY §2). With A₀ ≥ μ̂ E‖λ − λ*‖² ≥ μ̂ λ_min 𝒟² and I₀ ≤ L̂² E‖λ − λ*‖² ≤ (L̂²/μ̂) A₀,
 *
 * <pre>
 *   γ_crit ≥ 2γ₀,   γ₀ = n_b μ̂/(L̂² tr K/d),      d𝒟²/dτ ≤ −γ (2 − γ/γ₀) A₀,      a(γ) = γ (2 − γ/γ₀) μ̂ λ_min,   0 &lt; γ &lt; 2γ₀,
 * </pre>
 *
 * largest at γ = γ₀, where a = n_b (μ̂²/L̂²) λ_min(K)/(tr K/d): the rate of Collins-Woodfin, C. Paquette, E. Paquette, Seroussi,
 * "Hitting the high-dimensional notes", 2023. To leading order in 1/d. Cost: none.
 *
 * @param best γ₀, the learning rate of the largest a; the bound holds below twice this
 * @param curvature μ̂ λ_min
 */
public record ConvexityBound(double best, double curvature) {

    /**
     * The bound for a problem's covariance and batch.
     *
     * @param convexity μ̂
     * @param smoothness L̂
     * @throws IllegalArgumentException unless 0 &lt; μ̂ ≤ L̂ &lt; ∞ and p = k
     */
    public static ConvexityBound of(Problem<? extends FieldModel> problem, double convexity, double smoothness) {
        if (!(convexity > 0 && convexity <= smoothness && Double.isFinite(smoothness))) {
            throw new IllegalArgumentException("convexity: expected 0 < convexity <= smoothness, got " + convexity
                    + " and " + smoothness + "; give the least and the largest eigenvalue of the Hessian");
        }
        FieldModel model = problem.model();
        if (model.students() != model.teachers()) {
            throw new IllegalArgumentException(
                    "model: expected as many students as teachers, each to be held against its" + " own, got "
                            + model.students() + " and " + model.teachers());
        }
        Spectrum spectrum = model.covariance().spectrum(problem.dimension());
        double best = problem.rule().batch() * convexity / (smoothness * smoothness * spectrum.trace(1));
        return new ConvexityBound(best, convexity * spectrum.smallest());
    }

    /** a of the best learning rate. */
    public double rate() {
        return rate(best);
    }

    /**
     * a at a constant learning rate.
     *
     * @throws IllegalArgumentException if it does not lie between 0 and 2γ₀, where the bound says nothing
     */
    public double rate(double learningRate) {
        if (!(learningRate > 0 && learningRate < 2 * best)) {
            throw new IllegalArgumentException("training.learningRate: expected a number between 0 and " + 2 * best
                    + ", for which the bound holds, got " + learningRate + "; the critical rate may still be larger");
        }
        return learningRate * (2 - learningRate / best) * curvature;
    }
}
