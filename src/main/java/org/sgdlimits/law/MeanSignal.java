package org.sgdlimits.law;

/** Scratch: the moments of the error signal at one state. */
final class MeanSignal {

    /** E[x_{b,a} e_j], [block][field][student]. */
    final double[][][] field;

    /** E[e_j e_l]. */
    final double[][] product;

    /** E[h]. */
    final double[] parameter;

    MeanSignal(OrderParameters layout) {
        int p = layout.students();
        field = new double[layout.blocks()][p + layout.teachers()][p];
        product = new double[p][p];
        parameter = new double[layout.parameters()];
    }
}
