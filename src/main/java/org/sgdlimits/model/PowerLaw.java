package org.sgdlimits.model;

/**
 * K with λ_j = c j^{−a}, j = 1…d, and c such that tr K = d. One block an eigenvalue; a = 0 is the identity. Immutable; cost of a
 * spectrum d powers, once for a dimension.
 */
public final class PowerLaw implements Covariance {

    /** The largest dimension of a spectrum without repetitions. */
    public static final int MOST_EIGENVALUES = 20_000_000;

    private final double exponent;
    private final SpectrumCache cache;

    PowerLaw(double exponent) {
        if (!Double.isFinite(exponent)) {
            throw new IllegalArgumentException("covariance.exponent: expected a finite number, got " + exponent);
        }
        this.exponent = exponent;
        cache = new SpectrumCache(this::compute);
    }

    @Override
    public Spectrum spectrum(long dimension) {
        return cache.at(dimension);
    }

    private Spectrum compute(long dimension) {
        if (exponent == 0) {
            return new Spectrum(new double[] {1}, new long[] {dimension});
        }
        double[] powers = new double[distinct(dimension)];
        for (int j = 0; j < powers.length; j++) {
            powers[j] = Math.pow(j + 1.0, -exponent);
        }
        return scaled(powers);
    }

    static int distinct(long dimension) {
        if (dimension > MOST_EIGENVALUES) {
            throw new IllegalArgumentException("run.dimension: expected at most " + MOST_EIGENVALUES
                    + " where every eigenvalue of the covariance differs, got " + dimension
                    + "; bin them into eigenvalues with multiplicities");
        }
        return (int) dimension;
    }

    /** The spectrum of the given eigenvalues scaled in place to mean 1; each once. */
    static Spectrum scaled(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double scale = values.length / sum;
        long[] ones = new long[values.length];
        for (int j = 0; j < values.length; j++) {
            // 0 · (d/0) is no number: leave zeros for the check that not all are zero
            values[j] = values[j] == 0 ? 0 : values[j] * scale;
            ones[j] = 1;
        }
        return new Spectrum(values, ones);
    }

    @Override
    public String describe() {
        return "power law, lambda_j ~ j^" + (0 - exponent);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PowerLaw law && law.exponent == exponent;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(exponent);
    }
}
