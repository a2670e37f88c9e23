package org.sgdlimits.law;

/** Scratch: the moments of the error signal at one Ω and θ. */
final class MeanSignal {

    /** E[x_a e_j], [p + k][p]. */
    final double[][] field;

    /** E[e_j e_l]. */
    final double[][] product;

    /** E[h]. */
    final double[] parameter;

    MeanSignal(OrderParameters layout) {
        int p = layout.students();
        field = new double[p + layout.teachers()][p];
        product = new double[p][p];
        parameter = new double[layout.parameters()];
    }
}
