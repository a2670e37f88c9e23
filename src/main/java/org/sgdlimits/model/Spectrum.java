package org.sgdlimits.model;

/** The spectral blocks of a covariance: eigenvalue λ_b with multiplicity d_b, b = 1…B, Σ d_b = d. Immutable. */
public final class Spectrum {

    private final double[] values;
    private final long[] multiplicities;

    /**
     * Blocks of the given eigenvalues and multiplicities.
     *
     * @throws IllegalArgumentException if the lengths differ, a value is not positive and finite, or a multiplicity is &lt; 1
     */
    public Spectrum(double[] values, long[] multiplicities) {
        if (values.length == 0 || values.length != multiplicities.length) {
            throw new IllegalArgumentException("covariance: expected as many multiplicities as eigenvalues, got "
                    + multiplicities.length + " and " + values.length);
        }
        for (int b = 0; b < values.length; b++) {
            if (!(values[b] > 0) || Double.isInfinite(values[b])) {
                throw new IllegalArgumentException(
                        "covariance: eigenvalue " + (b + 1) + ": expected a number > 0, got " + values[b]);
            }
            if (multiplicities[b] < 1) {
                throw new IllegalArgumentException("covariance: multiplicity " + (b + 1)
                        + ": expected a whole number > 0, got " + multiplicities[b]);
            }
        }
        this.values = values.clone();
        this.multiplicities = multiplicities.clone();
    }

    /** The number B of blocks. */
    public int blocks() {
        return values.length;
    }

    /** The eigenvalue λ_b of block b, from 0. */
    public double eigenvalue(int block) {
        return values[block];
    }

    /** The multiplicity d_b of block b, from 0. */
    public long multiplicity(int block) {
        return multiplicities[block];
    }

    /** The dimension d = Σ d_b. */
    public long dimension() {
        long sum = 0;
        for (long multiplicity : multiplicities) {
            sum += multiplicity;
        }
        return sum;
    }

    /** tr K^power / d. */
    public double trace(int power) {
        double sum = 0;
        for (int b = 0; b < values.length; b++) {
            sum += Math.pow(values[b], power) * multiplicities[b];
        }
        return sum / dimension();
    }
}
