package org.sgdlimits.model;

/** A symmetric matrix known by its products with vectors. */
@FunctionalInterface
public interface SymmetricOperator {

    /** Writes K v. */
    void apply(double[] v, double[] out);
}
