package org.sgdlimits.method;

import java.util.Arrays;
import org.sgdlimits.model.Spectrum;

/**
 * Carries the Gram matrices Ω_b of raw SGD's vectors along, one sample a step, without another pass over the vectors.
 *
 * <p>With z the sample and z_b its part in block b, ũ_j = c_j u_j + η e_j z gives
 *
 * <pre>
 *   Q_b,jl ← f_j f_l [c_j c_l Q_b,jl + η (c_l e_j u_l·z_b + c_j e_l u_j·z_b) + η² e_j e_l ‖z_b‖²],   M_b,jr ← f_j [c_j M_b,jr + η e_j u*_r·z_b]
 * </pre>
 *
 * with f_j the normalisation. Rounding adds up like that of the vectors themselves, and the owner sets the matrices anew from
 * time to time. Cost B (p + k)² a step, beside the d (p + k) of the fields.
 */
final class OverlapTracker {

    private final Spectrum spectrum;
    private final int p;
    private final double[][] blockField;
    private final double[] blockSquare;

    /** Ω_b. */
    final double[][][] gram;

    OverlapTracker(int students, double[][][] gram, Spectrum spectrum) {
        p = students;
        this.gram = gram;
        this.spectrum = spectrum;
        blockField = new double[gram.length][gram[0].length];
        blockSquare = new double[gram.length];
    }

    /** Sets the matrices anew. */
    void set(double[][][] exact) {
        for (int b = 0; b < gram.length; b++) {
            for (int a = 0; a < exact[b].length; a++) {
                System.arraycopy(exact[b][a], 0, gram[b][a], 0, exact[b].length);
            }
        }
    }

    /** The inner products of a sample with all vectors; fills the fields and returns ‖z‖². */
    double load(double[][] vectors, double[] z, double[] field) {
        Arrays.fill(field, 0);
        double square = 0;
        int from = 0;
        for (int b = 0; b < gram.length; b++) {
            int to = from + (int) spectrum.multiplicity(b);
            for (int a = 0; a < field.length; a++) {
                blockField[b][a] = VectorGram.dot(vectors[a], z, from, to);
                field[a] += blockField[b][a];
            }
            blockSquare[b] = VectorGram.dot(z, z, from, to);
            square += blockSquare[b];
            from = to;
        }
        return square;
    }

    /**
     * Moves the matrices by the loaded sample.
     *
     * @param added f η e_j
     * @param kept f c_j
     */
    void move(double[] added, double[] kept) {
        for (int b = 0; b < gram.length; b++) {
            double[][] block = gram[b];
            double[] x = blockField[b];
            for (int j = 0; j < p; j++) {
                for (int l = 0; l <= j; l++) {
                    double value = kept[j] * kept[l] * block[j][l]
                            + kept[l] * added[j] * x[l]
                            + kept[j] * added[l] * x[j]
                            + added[j] * added[l] * blockSquare[b];
                    block[j][l] = value;
                    block[l][j] = value;
                }
                for (int r = p; r < x.length; r++) {
                    double value = kept[j] * block[j][r] + added[j] * x[r];
                    block[j][r] = value;
                    block[r][j] = value;
                }
            }
        }
    }
}
