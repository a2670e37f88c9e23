package org.sgdlimits.model;

/** A loss f(λ, λ*, ξ; θ) written with its gradient, for speed. It is called for every sample, and allocates nothing if it can. */
public interface GradientObjective {

    /**
     * The loss of one sample.
     *
     * @param fields (λ; λ*), length p + k
     * @param noise ξ
     * @param parameters θ
     */
    double loss(double[] fields, double noise, double[] parameters);

    /**
     * The gradient of the loss.
     *
     * @param fields (λ; λ*), length p + k
     * @param noise ξ
     * @param parameters θ
     * @param studentGradient receives ∂f/∂λ_j, length p
     * @param parameterGradient receives ∂f/∂θ, length of θ
     */
    void gradient(
            double[] fields, double noise, double[] parameters, double[] studentGradient, double[] parameterGradient);
}
