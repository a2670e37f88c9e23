package org.sgdlimits.leastsquares;

/**
 * Isotropic Gaussian designs as n and d grow together, A_ij ~ N(0, 1/n), d/n = r: the eigenvalues of AᵀA that are not zero have
 * the density n √((x − a)(b − x))/(2πx) on [a, b], a, b = (1 ∓ √r)² (Marchenko, Pastur 1967). What {@link DecayRates} finds from the
 * modes has a closed form here (Paquette, Lee, Pedregosa, Paquette, SGD in the Large, COLT 2021; THEORY §7):
 *
 * <pre>
 * threshold = 2/r,   γ_* = 2/(√r (1 + r − √r)),   λ*(γ) = ¼ (2 − rγ)(1 + r + √((1 + r)² − 8/γ))  for γ_* ≤ γ ≤ 2/r.
 * </pre>
 *
 * By the Stieltjes transform (1/n) Σ σ_j²/(σ_j − λ) = r + ½λ(1 + r − λ − √((a − λ)(b − λ))) for λ ≤ a; γ/2 times it is 1 at λ*, a
 * quadratic equation once the root stands alone, and at λ = a it gives γ_*. At r = 1 both ends of the second regime meet.
 *
 * @param ratio r = d/n
 */
public record MarchenkoPastur(double ratio) {

    /** @throws IllegalArgumentException if the ratio is not positive and finite */
    public MarchenkoPastur {
        if (!(ratio > 0) || Double.isInfinite(ratio)) {
            throw new IllegalArgumentException("ratio: expected a number d/n > 0, got " + ratio);
        }
    }

    /** a = (1 − √r)². */
    public double smallest() {
        return Math.pow(1 - Math.sqrt(ratio), 2);
    }

    /** b = (1 + √r)². */
    public double largest() {
        return Math.pow(1 + Math.sqrt(ratio), 2);
    }

    /** The γ from which on the loss does not stay bounded. */
    public double threshold() {
        return 2 / ratio;
    }

    /** γ_*. */
    public double criticalRate() {
        double root = Math.sqrt(ratio);
        return 2 / (root * (1 + ratio - root));
    }

    /** c in 𝓛 − 𝓛(∞) ~ t^{−α} e^{−ct}, t in epochs: 2γa up to γ_*, 2γλ* above; 0 at the threshold. */
    public double decay(double rate) {
        if (rate <= criticalRate()) {
            return 2 * rate * smallest();
        }
        double sum = 1 + ratio;
        return 0.5 * rate * (2 - ratio * rate) * (sum + Math.sqrt(sum * sum - 8 / rate));
    }

    /**
     * α: 0 above γ_*; below it 3/2, as the density leaves its lower end like √(x − a). At r = 1 that end is 0, and what the labels'
     * noise adds to the start, ∝ 1/x, leaves ½ there.
     */
    public double exponent(double rate, boolean isNoisy) {
        if (rate > criticalRate()) {
            return 0;
        }
        return ratio == 1 && isNoisy ? 0.5 : 1.5;
    }

    /**
     * Chebyshev's rule of the second kind for the density, exact for polynomials of degree 2 · nodes − 1 against xν(dx), as nodes of
     * a data problem; their counts add up to min(n, d). It follows e^{−2xu} up to flow times u of about nodes²/(4b).
     *
     * @param samples n
     * @param signal E y² of every mode
     * @param noise variance of the labels' noise times n; adds noise/σ to y², and the rows beyond the rank to the floor
     */
    public SpectralMeasure modes(int samples, int nodes, double signal, double noise) {
        double half = 0.5 * (largest() - smallest());
        double[] sigma = new double[nodes];
        double[] counts = new double[nodes];
        double[] start = new double[nodes];
        for (int i = 0; i < nodes; i++) {
            double angle = Math.PI * (i + 1) / (nodes + 1);
            double low = Math.sin(0.5 * angle);
            // not the mean of a and b less half cos: that would cancel near a = 0
            sigma[i] = smallest() + 2 * half * low * low;
            double weight = Math.PI / (nodes + 1) * Math.pow(Math.sin(angle) * half, 2);
            counts[i] = samples * weight / (2 * Math.PI * sigma[i]);
            start[i] = Math.sqrt(counts[i] * (signal + noise / sigma[i]));
        }
        double rank = samples * Math.min(1, ratio);
        return SpectralMeasure.of(samples, sigma, counts, start, (samples - rank) * noise);
    }
}
