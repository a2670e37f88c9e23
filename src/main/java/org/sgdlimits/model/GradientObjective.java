package org.sgdlimits.model;

/** A loss f(λ, λ*, ξ; θ) written with its gradient, for speed. */
public interface GradientObjective {

    /** The loss of one sample; lengths p, k and that of θ. */
    double loss(double[] student, double[] teacher, double noise, double[] parameters);

    /**
     * The gradient of the loss.
     *
     * @param studentGradient receives ∂f/∂λ_j, length p
     * @param parameterGradient receives ∂f/∂θ, length of θ
     */
    void gradient(
            double[] student,
            double[] teacher,
            double noise,
            double[] parameters,
            double[] studentGradient,
            double[] parameterGradient);
}
