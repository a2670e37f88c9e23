package org.sgdlimits.law;

import org.sgdlimits.gaussian.PseudoInverse;

/**
 * The law of the error signal at given overlaps: A = Ω⁺ E[x e] = E[∂e/∂x] (Stein's lemma), E[e eᵀ] and E[h]. All that a
 * representation of the weights other than spectral blocks needs for its own drift and noise: −∇R = K W A, and the gradient's
 * noise is K^{1/2} dB E[e eᵀ]^{1/2} (THEORY §2, §3). Holds scratch: one instance a thread.
 */
public final class SignalLaw {

    private final FieldMoments moments;
    private final boolean withProducts;
    private final PseudoInverse pseudoInverse;
    private final double[][] slope;
    final MeanSignal signal;

    SignalLaw(OrderParameters layout, FieldMoments moments, boolean withProducts) {
        this.moments = moments;
        this.withProducts = withProducts;
        int n = layout.students() + layout.teachers();
        pseudoInverse = new PseudoInverse(n);
        slope = new double[n][layout.students()];
        signal = new MeanSignal(layout);
    }

    /** Evaluates at Ω, [p + k][p + k], and θ: the closed forms, or one error signal a quadrature node, and (p + k)³. */
    public void at(double[][] omega, double[] parameters) {
        moments.evaluate(omega, parameters, withProducts, signal);
        BlockRegression.slope(pseudoInverse.of(omega), signal.field, slope);
    }

    /** A, [p + k][p]; overwritten by the next {@link #at}. */
    public double[][] slope() {
        return slope;
    }

    /** E[e_j e_l], [p][p], where the rule draws samples; overwritten by the next {@link #at}. */
    public double[][] product() {
        return signal.product;
    }

    /** What it is evaluated by. */
    FieldMoments moments() {
        return moments;
    }
}
