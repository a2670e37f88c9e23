package org.sgdlimits.model;

import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.InverseErfc;

/** The noise ξ ~ N(0, 1) as a uniform number u = Φ(ξ), by which a label is drawn. */
final class LabelDraw {

    private LabelDraw() {}

    /** Φ(ξ); 0 and 1 at the infinities. */
    static double uniform(double noise) {
        return 0.5 * Erfc.value(-noise * Math.sqrt(0.5));
    }

    /** Φ⁻¹(u). */
    static double noise(double uniform) {
        return -Math.sqrt(2) * InverseErfc.value(2 * uniform);
    }
}
