package org.sgdlimits.law;

import org.sgdlimits.model.Spectrum;

/** Scratch: the fields of one sample, block by block. */
final class BlockFields {

    /** x = Σ_b x_b. */
    final double[] whole;

    /** x_b, [block][p + k], or its mean given x. */
    final double[][] block;

    /** x_bᵀ Ω_b⁺ x_b, or its mean given x. */
    final double[] square;

    BlockFields(int fields, int blocks) {
        whole = new double[fields];
        block = new double[blocks][fields];
        square = new double[blocks];
    }

    /** Loads the means given x: R_b x, and λ_b xᵀ Ω⁺ R_b x plus that of the rest. */
    void conditional(double[] x, BlockRegression regression, Spectrum spectrum) {
        System.arraycopy(x, 0, whole, 0, x.length);
        for (int b = 0; b < block.length; b++) {
            double sum = 0;
            for (int a = 0; a < x.length; a++) {
                block[b][a] = regression.isTrivial() ? x[a] : StepTerms.dot(regression.weights[b][a], x);
            }
            for (int a = 0; a < x.length; a++) {
                sum += block[b][a] * StepTerms.dot(regression.inverse[a], x);
            }
            square[b] = spectrum.eigenvalue(b) * sum + regression.restSquare(b);
        }
    }
}
