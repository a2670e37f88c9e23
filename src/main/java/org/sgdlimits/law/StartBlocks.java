package org.sgdlimits.law;

import java.util.function.ObjIntConsumer;

/** The Gram matrices Ω_b at the start, shown one by one, so that as many blocks as dimensions need no memory. */
@FunctionalInterface
public interface StartBlocks {

    /**
     * Shows Ω_b, [p + k][p + k], and b, from the first block to the last and alike at every call.
     *
     * @param sink may not keep the matrix, which the next block's replaces
     */
    void show(ObjIntConsumer<double[][]> sink);
}
