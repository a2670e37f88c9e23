package org.sgdlimits.model;

/** The covariance K of the data, known through its spectrum for any dimension d. */
public sealed interface Covariance permits Covariance.Identity, Covariance.Eigenvalues {

    /** The spectral blocks of K in dimension d. */
    Spectrum spectrum(long dimension);

    /** K = I. */
    static Covariance identity() {
        return new Identity();
    }

    /**
     * K with the given distinct eigenvalues and multiplicities.
     *
     * @throws IllegalArgumentException if a value is not positive and finite, or a multiplicity is not positive
     */
    static Covariance eigenvalues(double[] values, long[] multiplicities) {
        return new Eigenvalues(new Spectrum(values, multiplicities));
    }

    /** K = I: one block. */
    record Identity() implements Covariance {
        @Override
        public Spectrum spectrum(long dimension) {
            return new Spectrum(new double[] {1.0}, new long[] {dimension});
        }
    }

    /** A list of eigenvalues with multiplicities. */
    record Eigenvalues(Spectrum blocks) implements Covariance {
        @Override
        public Spectrum spectrum(long dimension) {
            if (blocks.dimension() != dimension) {
                throw new IllegalArgumentException("covariance: the multiplicities add up to " + blocks.dimension()
                        + ", but the dimension is " + dimension + "; make them equal");
            }
            return blocks;
        }
    }
}
