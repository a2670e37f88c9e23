package org.sgdlimits.method;

import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;

/** The overlaps at the start, as every method draws them. */
public final class Starts {

    private Starts() {}

    /**
     * Ω_b at the start, [block][p + k][p + k].
     *
     * @param seed of all random streams
     * @param replica from 0
     */
    public static double[][][] gram(Problem<? extends FieldModel> problem, long seed, int replica) {
        return StartDraw.gram(problem, seed, replica);
    }
}
