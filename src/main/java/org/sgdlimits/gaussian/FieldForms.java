package org.sgdlimits.gaussian;

/**
 * Exact expectations of products of activations g_i at the fields, x ~ N(0, Ω), Ω of shape n×n, positive semidefinite.
 * Indices run from 0 and may coincide; a singular Ω is a normal case. Implementations may be shared between threads.
 */
public interface FieldForms {

    /** E[g_i(x_i) g_l(x_l)]. */
    double product(double[][] omega, int i, int l);

    /** E[g_j'(x_j) g_l'(x_l)]. */
    double slopeProduct(double[][] omega, int j, int l);

    /** E[g_j'(x_j) x_a g_i(x_i)]. */
    double slopeFieldProduct(double[][] omega, int j, int a, int i);

    /**
     * E[g_j'(x_j) g_l'(x_l) g_i(x_i) g_m(x_m)].
     *
     * @throws UnsupportedOperationException if these fields have no closed form; never if {@link #hasFourFieldForm()}
     */
    double slopeSlopeProductProduct(double[][] omega, int j, int l, int i, int m);

    /** Whether {@link #slopeSlopeProductProduct} answers for every choice of indices. */
    boolean hasFourFieldForm();

    /** One line for reports. */
    String describe();
}
