package org.sgdlimits.leastsquares;

import java.util.ArrayList;
import java.util.List;

/**
 * The modes of a data problem. Mode j has the eigenvalue σ_j of AᵀA and the coordinate y_j = v_jᵀ(X − X*), X* the minimiser of
 * ½‖AX − b‖² + ½ρ‖X‖²; then 𝓛 = ½ Σ_j (√σ_j y_j − δ_j)² + ½ floor, where δ_j ≠ 0 only with ridge. A node may stand for many
 * modes, or for none and bear a part of the start only, as quadrature rules for the spectral measures do.
 *
 * @param samples n
 * @param ridge ρ
 * @param eigenvalues σ_j ≥ 0, ascending
 * @param counts how many modes a node stands for; 1 for exact modes
 * @param start y_j at X₀
 * @param bias δ_j = β_j ρ/(σ_j + ρ), β_j the target along the mode
 * @param floor ‖b‖² outside the range of A
 * @param risks further quadratic risks to follow
 */
public record SpectralMeasure(
        int samples,
        double ridge,
        double[] eigenvalues,
        double[] counts,
        double[] start,
        double[] bias,
        double floor,
        List<QuadraticRisk> risks) {

    /** @throws IllegalArgumentException if the arrays differ in length or an eigenvalue is negative */
    public SpectralMeasure {
        risks = List.copyOf(risks);
        int nodes = eigenvalues.length;
        if (counts.length != nodes || start.length != nodes || bias.length != nodes) {
            throw new IllegalArgumentException("modes: expected arrays of one length, got " + nodes + ", "
                    + counts.length + ", " + start.length + ", " + bias.length);
        }
        for (int j = 0; j < nodes; j++) {
            if (!(eigenvalues[j] >= (j == 0 ? 0 : eigenvalues[j - 1])) || Double.isInfinite(eigenvalues[j])) {
                throw new IllegalArgumentException("modes: eigenvalue " + (j + 1)
                        + ": expected ascending finite numbers >= 0, got " + eigenvalues[j]);
            }
        }
    }

    /** Modes of given eigenvalues without ridge; {@code start[j]} is y_j at X₀. */
    public static SpectralMeasure of(int samples, double[] eigenvalues, double[] counts, double[] start, double floor) {
        return new SpectralMeasure(
                samples, 0, eigenvalues, counts, start, new double[eigenvalues.length], floor, List.of());
    }

    /** The number of nodes. */
    public int size() {
        return eigenvalues.length;
    }

    /** tr(AᵀA). */
    public double trace() {
        double sum = 0;
        for (int j = 0; j < eigenvalues.length; j++) {
            sum += counts[j] * eigenvalues[j];
        }
        return sum;
    }

    /** 𝓛 at the given coordinates, ½ Σ (√σ_j y_j − δ_j)² + ½ floor. */
    public double loss(double[] y) {
        double sum = floor;
        for (int j = 0; j < eigenvalues.length; j++) {
            double residual = Math.sqrt(eigenvalues[j]) * y[j] - bias[j];
            sum += residual * residual;
        }
        return 0.5 * sum;
    }

    /** The names of what is observed: the loss, then the risks. */
    public List<String> observables() {
        List<String> names = new ArrayList<>(List.of(LOSS));
        risks.forEach(risk -> names.add(risk.name()));
        return List.copyOf(names);
    }

    /** The name of 𝓛 = ½‖AX − b‖² among the observables. */
    public static final String LOSS = "loss";
}
