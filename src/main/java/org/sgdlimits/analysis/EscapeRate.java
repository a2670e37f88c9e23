package org.sgdlimits.analysis;

import java.util.OptionalDouble;

/**
 * How fast phase retrieval by p square neurons leaves its start, where no student knows the teacher. In flow time
 * t = (1/p)∫γ dτ, with c_p = 1 + 1/p + 4/p² + Δ/2 and n_b samples a step, the overlaps m_j begin as
 *
 * <pre>
 *   dm_j = (g/2) m_j dt + (c/d)^{1/2} dB_j,  B_j independent
 *   g = 8 [1 − γ c_p/(p n_b)],   c = (4γ/(p n_b)) [15 − 6(p + 2)/p + (p + 2)(p + 4)/p² + Δ]
 * </pre>
 *
 * so that Σ m_j² grows at the rate g. c is the variance of e_j λ* at independent fields, with e_j = (2/p) λ_j 𝓔 and
 * 𝓔 = λ*² − (1/p)Σ λ² + √Δ ξ. The overlaps of two students, which add to the excess risk, begin as
 *
 * <pre>
 *   dQ_jl = −r Q_jl dt + (c_Q/d)^{1/2} dB_jl,   κ = γ/(p n_b)
 *   r = (8/p)(1 − 8κ/p),   c_Q = 16κ (A₂ + 2κ A₃ + κ² A₄),   A_n = E[λ_j² λ_l² 𝓔ⁿ]
 * </pre>
 *
 * where, weighted with λ_j² λ_l², Σ λ² is a χ² variable with p + 4 degrees of freedom. For p = 1, g = 8(1 − 6γ) − 4γΔ and c = γ(48 + 4Δ) at n_b = 1, and g + c = 8
 * always. Source of g: Arnaboldi, Krzakala, Loureiro and Stephan, arXiv:2305.18502. Cost O(1).
 *
 * @param width p
 * @param batch n_b
 * @param labelNoise Δ
 * @param learningRate γ
 */
public record EscapeRate(int width, long batch, double labelNoise, double learningRate) {

    /** g, of Σ m_j² in flow time; not positive where the learning rate is too large for the start to be left. */
    public double growth() {
        return 8 * (1 - learningRate * brake(width) / ((double) width * batch));
    }

    /** c, the variance that √d m_j gathers per unit of flow time at m = 0. */
    public double diffusion() {
        double p = width;
        return 4 * learningRate / (p * batch) * (15 - 6 * (p + 2) / p + (p + 2) * (p + 4) / (p * p) + labelNoise);
    }

    /** r, the rate at which the overlap of two students decays in flow time. */
    public double pairDecay() {
        double p = width;
        return 8 / p * (1 - 8 * learningRate / (p * p * batch));
    }

    /** c_Q, the variance that √d Q_jl gathers per unit of flow time at Q_jl = 0. */
    public double pairDiffusion() {
        double p = width;
        double n = p + 4;
        double s1 = n / p;
        double s2 = s1 * (n + 2) / p;
        double s3 = s2 * (n + 4) / p;
        double s4 = s3 * (n + 6) / p;
        double noise = labelNoise;
        double a2 = 3 - 2 * s1 + s2 + noise;
        double a3 = 15 - 9 * s1 + 3 * s2 - s3 + 3 * noise * (1 - s1);
        double a4 = 105 - 60 * s1 + 18 * s2 - 4 * s3 + s4 + 6 * noise * (3 - 2 * s1 + s2) + 3 * noise * noise;
        double rate = learningRate / (p * batch);
        return 16 * rate * (a2 + rate * (2 * a3 + rate * a4));
    }

    /** γ = p n_b/(2 c_p), at which the escape takes the fewest steps: these are ∝ 1/(γ g). */
    public double optimal() {
        return 0.5 * largest();
    }

    /** γ = p n_b/c_p, at which g = 0. */
    public double largest() {
        return (double) width * batch / brake(width);
    }

    /** c_p, the loss of growth per unit of γ/(p n_b). */
    double brake(double p) {
        return 1 + 1 / p + 4 / (p * p) + 0.5 * labelNoise;
    }

    /** c_1/c_∞ = (12 + Δ)/(2 + Δ). */
    public double limitingGain() {
        return (12 + labelNoise) / (2 + labelNoise);
    }

    /** The excess risk γΔ/(n_b − 6γ) at which p = 1 ends; empty for p &gt; 1, and where the start is never left. */
    public OptionalDouble plateau() {
        return width == 1 && growth() > 0
                ? OptionalDouble.of(learningRate * labelNoise / (batch - 6 * learningRate))
                : OptionalDouble.empty();
    }
}
