package org.sgdlimits.gaussian;

/**
 * A rule for one coordinate s of a uniform direction in R^D, as that of {@link IsotropicRule}, whose integrand has a kink or a
 * jump at a point that moves: Gauss–Legendre on either side, in θ with s = sin θ and the density ∝ cos^{D−2}θ; as D → ∞ in s itself
 * with the normal density. The ends are where the density is below rounding. At D = 1 the two points ±1, wherever the cut.
 * Scratch; a cut allocates nothing. Cost: 2·order densities.
 */
public final class CutCoordinateRule {

    /** Standard deviations beyond which the normal law has 10⁻¹⁸. */
    private static final double REACH = 9;

    private static final int MASS_ORDER = 128;

    private final double directions;
    private final GaussRule rule;
    private final double reach;
    private final double mass;
    private final double[] nodes;
    private final double[] weights;

    /**
     * Places no nodes yet.
     *
     * @param directions D, at least 1; infinite in the limit
     * @param order nodes on either side
     * @throws IllegalArgumentException if the order is not from 1 to 256
     */
    public CutCoordinateRule(double directions, int order) {
        this.directions = directions;
        rule = GaussRule.legendre(order);
        reach = Double.isInfinite(directions) ? REACH : Math.min(0.5 * Math.PI, REACH / Math.sqrt(directions));
        GaussRule whole = GaussRule.legendre(MASS_ORDER);
        double sum = 0;
        for (int i = 0; i < whole.size(); i++) {
            sum += whole.weight(i) * reach * density(reach * whole.node(i));
        }
        mass = sum;
        nodes = new double[directions == 1 ? 2 : 2 * order];
        weights = new double[nodes.length];
        cut(0);
    }

    /** Places the nodes for an integrand that is smooth on either side of a point. */
    public void cut(double at) {
        if (directions == 1) {
            nodes[0] = -1;
            nodes[1] = 1;
            weights[0] = 0.5;
            weights[1] = 0.5;
            return;
        }
        double angle = Double.isInfinite(directions) ? at : Math.abs(at) < 1 ? Math.asin(at) : reach;
        // a kink outside leaves a smooth integrand, and two halves serve it best
        double middle = Math.abs(angle) < reach ? angle : 0;
        place(0, -reach, middle);
        place(rule.size(), middle, reach);
    }

    private void place(int first, double from, double to) {
        double half = 0.5 * (to - from);
        for (int i = 0; i < rule.size(); i++) {
            double angle = from + half * (1 + rule.node(i));
            nodes[first + i] = Double.isInfinite(directions) ? angle : Math.sin(angle);
            weights[first + i] = rule.weight(i) * half * density(angle) / mass;
        }
    }

    private double density(double angle) {
        return Double.isInfinite(directions)
                ? Math.exp(-0.5 * angle * angle)
                : Math.pow(Math.cos(angle), directions - 2);
    }

    /** The number of nodes. */
    public int size() {
        return nodes.length;
    }

    /** A node in s. */
    public double node(int i) {
        return nodes[i];
    }

    /** Its weight. */
    public double weight(int i) {
        return weights[i];
    }
}
