package org.sgdlimits.model;

import org.hipparchus.CalculusFieldElement;

/** A loss f(λ, λ*, ξ; θ) with further trained parameters θ, of which only f is written. */
public interface ParametricObjective {

    /**
     * The loss of one sample.
     *
     * @param student the student's fields λ, length p
     * @param teacher the teacher's fields λ*, length k
     * @param noise ξ ~ N(0, 1)
     * @param parameters θ
     */
    <T extends CalculusFieldElement<T>> T loss(T[] student, double[] teacher, double noise, T[] parameters);
}
