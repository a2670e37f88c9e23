package org.sgdlimits.model;

/**
 * K = c diag(σ_1^{2q}, …, σ_d^{2q}) with σ_i = a + (b − a)(i − ½)/d and c such that tr K = d, the diagonal of the high-dimensional
 * notes in any dimension. Immutable; cost of a spectrum d powers, once for a dimension.
 */
public final class SpacedDiagonal implements Covariance {

    private final double from;
    private final double to;
    private final double exponent;
    private final SpectrumCache cache;

    SpacedDiagonal(double from, double to, double exponent) {
        this.from = end("from", from);
        this.to = end("to", to);
        if (from == 0 && to == 0) {
            throw new IllegalArgumentException("covariance.sigma: expected an end > 0, got 0 and 0");
        }
        if (!Double.isFinite(exponent)) {
            throw new IllegalArgumentException("covariance.exponent: expected a finite number, got " + exponent);
        }
        this.exponent = exponent;
        cache = new SpectrumCache(this::compute);
    }

    private static double end(String key, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("covariance.sigma." + key + ": expected a number >= 0, got " + value);
        }
        return value;
    }

    @Override
    public Spectrum spectrum(long dimension) {
        return cache.at(dimension);
    }

    private Spectrum compute(long dimension) {
        if (from == to) {
            return new Spectrum(new double[] {1}, new long[] {dimension});
        }
        double[] sigma = new double[PowerLaw.distinct(dimension)];
        for (int i = 0; i < sigma.length; i++) {
            sigma[i] = from + (to - from) * (i + 0.5) / sigma.length;
        }
        return powers(sigma, exponent);
    }

    /** c diag(σ^{2q}), writing over σ. */
    static Spectrum powers(double[] sigma, double exponent) {
        for (int i = 0; i < sigma.length; i++) {
            double power = Math.pow(sigma[i], 2 * exponent);
            if (!(sigma[i] >= 0) || !(power >= 0) || Double.isInfinite(power)) {
                throw new IllegalArgumentException("covariance.sigma[" + (i + 1)
                        + "]: expected a number >= 0 whose power 2q = " + 2 * exponent + " is finite, got " + sigma[i]);
            }
            sigma[i] = power;
        }
        return PowerLaw.scaled(sigma);
    }

    @Override
    public String describe() {
        return "diag(sigma^2q) with q = " + exponent + ", sigma from " + from + " to " + to;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SpacedDiagonal diagonal
                && diagonal.from == from
                && diagonal.to == to
                && diagonal.exponent == exponent;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Double.hashCode(from) + Double.hashCode(to)) + Double.hashCode(exponent);
    }
}
