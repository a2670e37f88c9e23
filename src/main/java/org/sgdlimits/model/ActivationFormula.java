package org.sgdlimits.model;

import org.hipparchus.CalculusFieldElement;

/** An activation written once for numbers and for their derivatives alike. */
public interface ActivationFormula {

    /** σ(x), written with the methods of x: {@code x.multiply(x).exp()}. */
    <T extends CalculusFieldElement<T>> T value(T x);
}
