package org.sgdlimits.gaussian;

/**
 * A quadrature rule for E[f(x, ξ)], x ~ N(0, Ω), with label noise ξ ~ N(0, 1) independent of x. Rules are immutable
 * and may be shared between threads; what changes from call to call lives in the {@link FieldNodes}.
 */
public interface FieldQuadrature {

    /** The number n of fields. */
    int fields();

    /** The largest number of nodes that {@link #place} can fill, reached at full rank. */
    int maxNodes();

    /**
     * Fills nodes and weights for N(0, Ω); the weights sum to one. Allocates nothing.
     *
     * @param omega n×n, positive semidefinite, only the lower triangle is read
     * @param into what is filled
     * @throws IllegalArgumentException if the shapes differ from n or an entry is not finite
     */
    void place(double[][] omega, FieldNodes into);

    /** One line for reports. */
    String describe();

    /** A more exact or an independent rule: its difference from this one estimates the error of this one. */
    FieldQuadrature companion();

    /**
     * The number of equal consecutive groups of nodes whose sums are independent randomised estimates of the same
     * integral: group estimate = groups × (weighted sum over the group), error = the standard error of the group
     * estimates. 1 for a deterministic rule.
     */
    int groups();
}
