package org.sgdlimits.model;

import java.util.Objects;

/** A two-layer teacher, y = N_k Σ_r a*_r σ*(λ*_r): the target whose expectations have closed forms. */
public final class CommitteeTarget implements Target {

    private final Activation activation;
    private final double[] layer;
    private final double factor;

    /**
     * @param layer a*, kept
     * @param normalization gives N_k
     */
    CommitteeTarget(Activation activation, double[] layer, Normalization normalization) {
        this.activation = Objects.requireNonNull(activation, "teacher.activation");
        this.layer = layer;
        factor = normalization.factor(layer.length);
    }

    CommitteeTarget with(Normalization normalization) {
        return new CommitteeTarget(activation, layer, normalization);
    }

    /** σ*. */
    public Activation activation() {
        return activation;
    }

    /** N_k a*: y is the sum of these times σ*(λ*_r). A fresh array. */
    public double[] weights() {
        double[] weights = layer.clone();
        for (int r = 0; r < weights.length; r++) {
            weights[r] *= factor;
        }
        return weights;
    }

    @Override
    public int directions() {
        return layer.length;
    }

    @Override
    public double value(double[] fields, int offset) {
        double sum = 0;
        for (int r = 0; r < layer.length; r++) {
            sum += layer[r] * activation.value(fields[offset + r]);
        }
        return factor * sum;
    }

    @Override
    public Smoothness smoothness() {
        int degree = activation.coefficients().length - 1;
        return activation.kinked()
                ? Smoothness.kinked()
                : degree < 0 ? Smoothness.smooth() : Smoothness.polynomial(degree);
    }

    @Override
    public Activation.Parity parity() {
        return activation.parity();
    }

    @Override
    public String describe() {
        return "teacher " + layer.length + " x " + activation.name();
    }
}
