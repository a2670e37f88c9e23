package org.sgdlimits.gaussian;

/**
 * Two fields whose integrand is smooth except for kinks or jumps at x_1 = 0 and x_2 = 0 (ReLU, sign). With x = L g and
 * g = ρ(cos φ, sin φ),
 *
 * <p>E[f] = (1/2π) ∫dφ ∫₀^∞ ρ e^{−ρ²/2} f dρ,
 *
 * <p>each field is ρ times a function of φ, so the kinks are the angles φ = ±π/2 (x_1) and tan φ = −L_21/L_22 (x_2).
 * The circle is cut there into four arcs, each with a Gauss–Legendre rule; the radius has the Gauss rule of its own
 * weight, exact for f of degree 2·radialOrder − 1 in ρ, odd powers included. At rank one arcs of no width drop out.
 * Places at most 4·angularOrder·radialOrder·max(1, noiseNodes) nodes; order 16 in the angle integrates products of
 * ReLUs and polynomials of low degree to rounding.
 */
public final class PolarRule implements FieldQuadrature {

    private static final int ARCS = 4;

    private final GaussRule radial;
    private final GaussRule angular;
    private final int noiseNodes;
    private final GaussRule noiseRule;

    /**
     * @param radialOrder nodes along the radius
     * @param angularOrder nodes on each of the four arcs
     * @param noiseNodes nodes for the label noise; 0 for no noise, which leaves ξ = 0
     * @throws IllegalArgumentException if {@code radialOrder} is not from 1 to 128, {@code angularOrder} from 1 to 256
     *     or {@code noiseNodes} at least 0
     */
    public PolarRule(int radialOrder, int angularOrder, int noiseNodes) {
        this.radial = GaussRule.halfRange(radialOrder, 1);
        this.angular = GaussRule.legendre(angularOrder);
        this.noiseNodes = Arguments.atLeast(0, noiseNodes, "noiseNodes", "0 switches the label noise off");
        this.noiseRule = GaussRule.hermite(Math.max(1, noiseNodes));
    }

    @Override
    public int fields() {
        return 2;
    }

    @Override
    public int maxNodes() {
        return ARCS * angular.size() * radial.size() * noiseRule.size();
    }

    @Override
    public void place(double[][] omega, FieldNodes into) {
        double[][] lower = into.factor(omega, 2).lower();
        into.resize(0);
        double kink = zero(lower[1][0], lower[1][1]);
        double quarter = Math.PI / 2;
        placeArc(-quarter, kink, lower, into);
        placeArc(kink, quarter, lower, into);
        placeArc(quarter, kink + Math.PI, lower, into);
        placeArc(kink + Math.PI, 3 * quarter, lower, into);
    }

    /** The angle φ from −π/2 to π/2 at which a cos φ + b sin φ vanishes; 0 where it always does. */
    static double zero(double a, double b) {
        return b < 0 ? Math.atan2(a, -b) : Math.atan2(-a, b);
    }

    private void placeArc(double from, double to, double[][] lower, FieldNodes into) {
        double half = 0.5 * (to - from);
        if (!(half > 0)) {
            return;
        }
        int node = into.count();
        into.resize(node + angular.size() * radial.size() * noiseRule.size());
        for (int a = 0; a < angular.size(); a++) {
            double angle = from + half * (1 + angular.node(a));
            double first = lower[0][0] * Math.cos(angle);
            double second = lower[1][0] * Math.cos(angle) + lower[1][1] * Math.sin(angle);
            double arcWeight = angular.weight(a) * half / (2 * Math.PI);
            for (int r = 0; r < radial.size(); r++) {
                double weight = arcWeight * radial.weight(r);
                for (int t = 0; t < noiseRule.size(); t++) {
                    into.fields()[2 * node] = radial.node(r) * first;
                    into.fields()[2 * node + 1] = radial.node(r) * second;
                    into.noise()[node] = noiseRule.node(t);
                    into.weights()[node] = weight * noiseRule.weight(t);
                    node++;
                }
            }
        }
    }

    @Override
    public String describe() {
        return "polar rule, radial order " + radial.size() + ", angular order " + ARCS + " x " + angular.size()
                + (noiseNodes > 0 ? ", " + noiseNodes + " noise nodes" : "");
    }

    /** A quarter more of both orders, or one node less where that would be too many. */
    @Override
    public FieldQuadrature companion() {
        return new PolarRule(
                radial.size() < 100 ? radial.size() + 1 + radial.size() / 4 : radial.size() - 1,
                angular.size() < 200 ? angular.size() + 1 + angular.size() / 4 : angular.size() - 1,
                noiseNodes > 0 ? noiseNodes + 1 : 0);
    }

    @Override
    public int groups() {
        return 1;
    }
}
