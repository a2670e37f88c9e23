package org.sgdlimits.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A model that sees its input only through the local fields x = (λ_1…λ_p, λ*_1…λ*_k), jointly Gaussian with covariance Ω.
 *
 * <p>One sample's loss is ℓ(λ, λ*, ξ; θ) with label noise ξ ~ N(0, 1) and further trained parameters θ. The error signal
 * e_j = −∂ℓ/∂λ_j and h = −∂ℓ/∂θ is all that the law of one SGD step needs (THEORY §1). Implementations are immutable and may
 * be called from many threads.
 */
public interface FieldModel extends NoisyModel, SampledModel {

    /** The number p of student directions. */
    int students();

    /** The number k of teacher directions. */
    int teachers();

    /** The number of fields, p + k. */
    default int fields() {
        return students() + teachers();
    }

    /** Start values of the further trained parameters θ; empty when there are none. A fresh array. */
    double[] parameters();

    /** Names of θ as the observables show them, for instance {@code a[1]}. */
    List<String> parameterNames();

    /** Whether the loss depends on the label noise ξ. */
    boolean hasNoise();

    /**
     * The law of the label given the fields, where the noise ξ matters only through which of finitely many labels it draws; an
     * expectation over ξ is then a sum over them.
     */
    default Optional<LabelLaw> labels() {
        return Optional.empty();
    }

    /** The loss ℓ of one sample. */
    double loss(double[] fields, double noise, double[] parameters);

    /**
     * The error signal of one sample.
     *
     * @param fields (λ; λ*), length p + k
     * @param noise ξ
     * @param parameters θ
     * @param studentSignal receives e_j = −∂ℓ/∂λ_j, length p
     * @param parameterSignal receives h = −∂ℓ/∂θ, length of θ
     */
    void errorSignal(
            double[] fields, double noise, double[] parameters, double[] studentSignal, double[] parameterSignal);

    /** What a quadrature may assume of the error signal as a function of the fields. */
    Smoothness smoothness();

    /**
     * Whether the products e_j x_a, e_j e_l, h and ℓ have the same law over the label noise at the fields x and at −x; a
     * quadrature then needs half of its nodes.
     */
    default boolean isMirrorSymmetric() {
        return false;
    }

    /** The smallest risk that any student can reach, where it is known; the excess risk is measured from it. */
    OptionalDouble riskFloor();

    /** The covariance K of the data. */
    Covariance covariance();

    /** One line for people: what the model is. */
    String describe();
}
