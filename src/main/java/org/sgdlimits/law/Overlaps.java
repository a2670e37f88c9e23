package org.sgdlimits.law;

import java.util.stream.IntStream;
import org.sgdlimits.model.Spectrum;

/** Scratch of one solve: θ, the Gram matrix Ω_b of every spectral block, and Ω = Σ_b λ_b Ω_b. */
final class Overlaps {

    final double[] parameters;
    final double[][][] gram;
    final double[][] omega;
    private final double[] eigenvalues;

    Overlaps(OrderParameters layout, Spectrum spectrum) {
        this(
                layout,
                IntStream.range(0, layout.blocks())
                        .mapToDouble(spectrum::eigenvalue)
                        .toArray());
    }

    /** @param eigenvalues the weights with which the matrices add up to Ω */
    Overlaps(OrderParameters layout, double[] eigenvalues) {
        this.eigenvalues = eigenvalues;
        int n = layout.students() + layout.teachers();
        parameters = new double[layout.parameters()];
        gram = new double[layout.blocks()][n][n];
        omega = new double[n][n];
    }

    void sumBlocks() {
        sum(eigenvalues, omega);
    }

    /** Writes Σ_b weight_b Ω_b. */
    void sum(double[] weights, double[][] out) {
        int n = out.length;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int b = 0; b < gram.length; b++) {
                    sum += weights[b] * gram[b][i][j];
                }
                out[i][j] = sum;
            }
        }
    }
}
