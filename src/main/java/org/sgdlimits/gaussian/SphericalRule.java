package org.sgdlimits.gaussian;

/**
 * Three fields whose integrand is smooth except for kinks or jumps at x_1 = 0, x_2 = 0 and x_3 = 0 (ReLU, sign). With
 * x = L g, L lower triangular, and g = ρ (cos β cos φ, cos β sin φ, sin β),
 *
 * <p>E[f] = (2π)^{−3/2} ∫dφ ∫dβ cos β ∫₀^∞ ρ² e^{−ρ²/2} f dρ.
 *
 * <p>The first two fields do not depend on g_3: their kinks are longitudes, as in {@link PolarRule}. The kink of the
 * third is one latitude of each longitude, tan β = −q(φ)/L_33, q(φ) = L_31 cos φ + L_32 sin φ, which moves fast where
 * q vanishes if L_33 is small. So the longitudes are cut where x_1, x_2 or q vanishes, each longitude where x_3 does;
 * every arc has a Gauss–Legendre rule, the radius the Gauss rule of its own weight. Arcs of no width drop out.
 *
 * <p>Places at most 12·angularOrder²·radialOrder·max(1, noiseNodes) nodes. The radius is exact for f of degree
 * 2·radialOrder − 1 in ρ. For products of ReLUs the angles converge geometrically, order 16 to about 1e-12 at L_33 of the
 * size of the fields; at L_33 → 0 the error grows to a few parts in 10⁴ at order 5 and in 10⁵ at order 10 before it
 * falls again, and at L_33 = 0 the rule is as exact as in the plane.
 */
public final class SphericalRule implements FieldQuadrature {

    private static final int LONGITUDES = 6;
    private static final int LATITUDES = 2;
    private static final double QUARTER = Math.PI / 2;

    private final GaussRule radial;
    private final GaussRule angular;
    private final int noiseNodes;
    private final GaussRule noiseRule;

    /**
     * @param radialOrder nodes along the radius
     * @param angularOrder nodes on each arc of longitude and of latitude
     * @param noiseNodes nodes for the label noise; 0 for no noise, which leaves ξ = 0
     * @throws IllegalArgumentException if {@code radialOrder} is not from 1 to 128, {@code angularOrder} from 1 to 256
     *     or {@code noiseNodes} at least 0
     */
    public SphericalRule(int radialOrder, int angularOrder, int noiseNodes) {
        this.radial = GaussRule.halfRange(radialOrder, 2);
        this.angular = GaussRule.legendre(angularOrder);
        this.noiseNodes = Arguments.atLeast(0, noiseNodes, "noiseNodes", "0 switches the label noise off");
        this.noiseRule = GaussRule.hermite(Math.max(1, noiseNodes));
    }

    @Override
    public int fields() {
        return 3;
    }

    @Override
    public int maxNodes() {
        return Math.multiplyExact(LONGITUDES * LATITUDES * angular.size() * angular.size(), nodesOfRay());
    }

    private int nodesOfRay() {
        return Math.multiplyExact(radial.size(), noiseRule.size());
    }

    @Override
    public void place(double[][] omega, FieldNodes into) {
        double[][] lower = into.factor(omega, 3).lower();
        into.resize(0);
        double kink = PolarRule.zero(lower[1][0], lower[1][1]);
        double turn = PolarRule.zero(lower[2][0], lower[2][1]);
        for (int side = 0; side < 2; side++) {
            double middle = side * Math.PI;
            placeLongitudes(middle - QUARTER, middle + Math.min(kink, turn), lower, into);
            placeLongitudes(middle + Math.min(kink, turn), middle + Math.max(kink, turn), lower, into);
            placeLongitudes(middle + Math.max(kink, turn), middle + QUARTER, lower, into);
        }
    }

    private void placeLongitudes(double from, double to, double[][] lower, FieldNodes into) {
        double half = 0.5 * (to - from);
        for (int a = 0; a < angular.size() && half > 0; a++) {
            double angle = from + half * (1 + angular.node(a));
            double cosine = Math.cos(angle);
            double sine = Math.sin(angle);
            double first = lower[0][0] * cosine;
            double second = lower[1][0] * cosine + lower[1][1] * sine;
            double third = lower[2][0] * cosine + lower[2][1] * sine;
            double kink = PolarRule.zero(third, lower[2][2]);
            double weight = angular.weight(a) * half / (2 * Math.PI);
            placeLatitudes(-QUARTER, kink, weight, first, second, third, lower[2][2], into);
            placeLatitudes(kink, QUARTER, weight, first, second, third, lower[2][2], into);
        }
    }

    private void placeLatitudes(
            double from,
            double to,
            double longitudeWeight,
            double first,
            double second,
            double third,
            double pole,
            FieldNodes into) {
        double half = 0.5 * (to - from);
        if (!(half > 0)) {
            return;
        }
        int node = into.count();
        into.resize(node + angular.size() * nodesOfRay());
        for (int b = 0; b < angular.size(); b++) {
            double latitude = from + half * (1 + angular.node(b));
            double cosine = Math.cos(latitude);
            double thirdField = cosine * third + Math.sin(latitude) * pole;
            // The radial weights sum to √(π/2): (2π)^{−3/2} = 1/2π · 1/2 / √(π/2).
            double weight = longitudeWeight * angular.weight(b) * half * cosine * 0.5 / Math.sqrt(QUARTER);
            for (int r = 0; r < radial.size(); r++) {
                double radius = radial.node(r);
                for (int t = 0; t < noiseRule.size(); t++) {
                    into.fields()[3 * node] = radius * cosine * first;
                    into.fields()[3 * node + 1] = radius * cosine * second;
                    into.fields()[3 * node + 2] = radius * thirdField;
                    into.noise()[node] = noiseRule.node(t);
                    into.weights()[node] = weight * radial.weight(r) * noiseRule.weight(t);
                    node++;
                }
            }
        }
    }

    @Override
    public String describe() {
        return "spherical rule, radial order " + radial.size() + ", angular order " + LONGITUDES + " x "
                + angular.size() + " by " + LATITUDES + " x " + angular.size()
                + (noiseNodes > 0 ? ", " + noiseNodes + " noise nodes" : "");
    }

    /** A quarter more of both orders, or one node less where that would be too many. */
    @Override
    public FieldQuadrature companion() {
        return new SphericalRule(
                radial.size() < 100 ? radial.size() + 1 + radial.size() / 4 : radial.size() - 1,
                angular.size() < 200 ? angular.size() + 1 + angular.size() / 4 : angular.size() - 1,
                noiseNodes > 0 ? noiseNodes + 1 : 0);
    }

    @Override
    public int groups() {
        return 1;
    }
}
