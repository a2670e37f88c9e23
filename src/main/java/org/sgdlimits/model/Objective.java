package org.sgdlimits.model;

import org.hipparchus.CalculusFieldElement;

/** A loss f(λ, λ*, ξ) of which only f is written; its gradient comes from automatic differentiation. */
public interface Objective {

    /**
     * The loss of one sample.
     *
     * @param student the student's fields λ, length p
     * @param teacher the teacher's fields λ*, length k
     * @param noise ξ ~ N(0, 1)
     */
    <T extends CalculusFieldElement<T>> T loss(T[] student, double[] teacher, double noise);
}
