package org.sgdlimits.model;

import java.util.Arrays;
import java.util.Objects;

/**
 * The covariance K of the data, known through its spectrum for any dimension d.
 *
 * <p>Vectors of a start are stated in K's eigenbasis, in the order of the eigenvalues as given: those of a list and of a diagonal in
 * the list's order, those of a power law, a matrix and data from the largest eigenvalue to the smallest.
 */
public sealed interface Covariance permits Covariance.Identity, Covariance.Eigenvalues, PowerLaw, SpacedDiagonal {

    /**
     * The spectral blocks of K in dimension d. Computed once for a dimension and kept.
     *
     * @throws IllegalArgumentException if K is not of that dimension
     */
    Spectrum spectrum(long dimension);

    /** A few words for people: how K is stated. */
    String describe();

    /** How K is stated, tr K/d, the range of its eigenvalues and the number of blocks in dimension d, in one line. */
    default String describe(long dimension) {
        Spectrum spectrum = spectrum(dimension);
        return describe() + ", tr K/d = " + (float) spectrum.trace(1) + ", eigenvalues from "
                + (float) spectrum.smallest() + " to " + (float) spectrum.largest() + ", " + spectrum.blocks()
                + (spectrum.blocks() == 1 ? " block" : " blocks");
    }

    /** K = I. */
    static Covariance identity() {
        return new Identity();
    }

    /**
     * K with the given eigenvalues and multiplicities; those that repeat an eigenvalue are merged, see {@link Spectrum}.
     *
     * @throws IllegalArgumentException if a value is negative or not finite, all are zero, or a multiplicity is not positive
     */
    static Covariance eigenvalues(double[] values, long[] multiplicities) {
        return new Eigenvalues(new Spectrum(values, multiplicities), Eigenvalues.STATED);
    }

    /**
     * K with λ_j = c j^{−a}, j = 1…d, and c such that tr K = d, in any dimension up to {@link PowerLaw#MOST_EIGENVALUES}.
     *
     * @throws IllegalArgumentException if the exponent a is not finite
     */
    static Covariance powerLaw(double exponent) {
        return new PowerLaw(exponent);
    }

    /**
     * K = c diag(σ_1^{2q}, …, σ_d^{2q}) with c such that tr K = d.
     *
     * @throws IllegalArgumentException if a power σ_i^{2q} is negative or not finite, or all are zero
     */
    static Covariance diagonal(double[] sigma, double exponent) {
        return new Eigenvalues(SpacedDiagonal.powers(sigma.clone(), exponent), "diag(sigma^2q) with q = " + exponent);
    }

    /**
     * The same with σ_i = a + (b − a)(i − ½)/d, in any dimension up to {@link PowerLaw#MOST_EIGENVALUES}.
     *
     * @throws IllegalArgumentException if an end is not a number ≥ 0 or both are zero, or q is not finite
     */
    static Covariance diagonal(double from, double to, double exponent) {
        return new SpacedDiagonal(from, to, exponent);
    }

    /**
     * K = the given matrix, of which the eigenvalues are kept.
     *
     * @throws IllegalArgumentException if it is not square, symmetric to rounding, finite and positive semidefinite, see
     *     {@link MatrixSpectrum}
     */
    static Eigenvalues matrix(double[][] k) {
        return new Eigenvalues(MatrixSpectrum.of(k), "matrix " + k.length + " x " + k.length);
    }

    /**
     * K = the sample covariance of rows, (1/(n − 1)) Σ_ν (x^ν − x̄)(x^ν − x̄)ᵀ, of which the eigenvalues are kept.
     *
     * @throws IllegalArgumentException if there are fewer than two rows, they differ in length or hold a number that is not finite,
     *     or they are all the same
     */
    static Eigenvalues samples(double[][] rows) {
        Spectrum spectrum = MatrixSpectrum.ofSamples(rows);
        return new Eigenvalues(spectrum, "of " + rows.length + " samples");
    }

    /** K = I: one block. */
    record Identity() implements Covariance {
        @Override
        public Spectrum spectrum(long dimension) {
            return new Spectrum(new double[] {1.0}, new long[] {dimension});
        }

        @Override
        public String describe() {
            return "identity";
        }
    }

    /**
     * A list of eigenvalues with multiplicities.
     *
     * @param origin where they come from, for people
     */
    record Eigenvalues(Spectrum blocks, String origin) implements Covariance {

        /** The origin of eigenvalues that are stated as such. */
        public static final String STATED = "eigenvalues as given";

        public Eigenvalues {
            Objects.requireNonNull(blocks, "eigenvalues");
            Objects.requireNonNull(origin, "origin");
        }

        @Override
        public Spectrum spectrum(long dimension) {
            if (blocks.dimension() != dimension) {
                throw new IllegalArgumentException("covariance: K has " + blocks.dimension()
                        + " eigenvalues with their multiplicities, but run.dimension is " + dimension
                        + "; make them equal");
            }
            return blocks;
        }

        @Override
        public String describe() {
            return origin;
        }

        /**
         * The same eigenvalues scaled to tr K/d = t.
         *
         * @throws IllegalArgumentException if t is not a number &gt; 0
         */
        public Eigenvalues withMeanEigenvalue(double mean) {
            if (!(mean > 0) || Double.isInfinite(mean)) {
                throw new IllegalArgumentException("covariance.trace: expected a number > 0, got " + mean);
            }
            double scale = mean / blocks.trace(1);
            double[] values = new double[blocks.blocks()];
            long[] multiplicities = new long[values.length];
            Arrays.setAll(values, b -> scale * blocks.eigenvalue(b));
            Arrays.setAll(multiplicities, blocks::multiplicity);
            return new Eigenvalues(new Spectrum(values, multiplicities), origin);
        }

        /** The same eigenvalues from elsewhere. */
        public Eigenvalues from(String other) {
            return new Eigenvalues(blocks, other);
        }
    }
}
