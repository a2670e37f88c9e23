package org.sgdlimits.gaussian;

import java.util.stream.IntStream;

/**
 * A rule for one field of an isotropic Gaussian input in D dimensions, x = u·z = ‖u‖ R s: R = ‖z‖ has the chi law with D degrees
 * of freedom and s, one coordinate of a uniform direction, the density ∝ (1 − s²)^{(D−3)/2}. Fields of independent uniform
 * directions u share R and are independent given it, which is what the two factors are for. A Gauss rule in R² times a Gauss–Gegenbauer
 * rule in s: exact for degree 4·radialOrder − 2 in R (even powers) and 2·order − 1 in s. As D → ∞, R s → N(0, 1): one
 * radius 1 and a Gauss–Hermite rule. Immutable. Source: Gautschi, Orthogonal Polynomials, 2004, §1.5.
 */
public final class IsotropicRule {

    private final double directions;
    private final double[] radii;
    private final double[] radiusWeights;
    private final GaussRule coordinate;

    private IsotropicRule(double directions, double[] radii, double[] radiusWeights, GaussRule coordinate) {
        this.directions = directions;
        this.radii = radii;
        this.radiusWeights = radiusWeights;
        this.coordinate = coordinate;
    }

    /**
     * In finitely many dimensions.
     *
     * @param directions D
     * @param radialOrder nodes in R
     * @param order nodes in s; two where D = 1
     * @throws IllegalArgumentException if D &lt; 1 or an order is not from 1 to 256
     */
    public static IsotropicRule of(long directions, int radialOrder, int order) {
        if (directions < 1) {
            throw new IllegalArgumentException("directions: expected a whole number >= 1, got " + directions
                    + "; a field needs a direction to lie in");
        }
        GaussRule chi = GaussRule.chi(radialOrder, (double) directions);
        return new IsotropicRule(
                directions,
                IntStream.range(0, radialOrder).mapToDouble(chi::node).toArray(),
                IntStream.range(0, radialOrder).mapToDouble(chi::weight).toArray(),
                GaussRule.gegenbauer(order, (double) directions));
    }

    /**
     * As D → ∞.
     *
     * @throws IllegalArgumentException if the order is not from 1 to 256
     */
    public static IsotropicRule limit(int order) {
        return new IsotropicRule(
                Double.POSITIVE_INFINITY, new double[] {1}, new double[] {1}, GaussRule.hermite(order));
    }

    /** The number of nodes in R. */
    public int radii() {
        return radii.length;
    }

    /** A node in R. */
    public double radius(int i) {
        return radii[i];
    }

    /** Its weight. */
    public double radiusWeight(int i) {
        return radiusWeights[i];
    }

    /** The number of nodes in s. */
    public int size() {
        return coordinate.size();
    }

    /** A node in s. */
    public double node(int i) {
        return coordinate.node(i);
    }

    /** Its weight. */
    public double weight(int i) {
        return coordinate.weight(i);
    }

    /** D; infinite in the limit. */
    public double directions() {
        return directions;
    }

    /** One line for reports. */
    public String describe() {
        return directions == Double.POSITIVE_INFINITY
                ? "Gauss-Hermite, order " + size()
                : "Gauss-Laguerre in the norm, order " + radii() + ", and Gauss-Gegenbauer, order " + size();
    }
}
