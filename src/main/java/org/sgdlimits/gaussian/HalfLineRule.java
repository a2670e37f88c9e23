package org.sgdlimits.gaussian;

/**
 * One field whose integrand has a kink or a jump at 0 (ReLU, sign): x = √Ω g with the Gauss rule of the half-range normal
 * weight on either side, exact for polynomials of degree 2·order − 1 on each. Places 2·order nodes. Source: see
 * {@link GaussRule#halfRange}.
 */
public final class HalfLineRule implements FieldQuadrature {

    private final GaussRule rule;
    private final double mass = Math.sqrt(2 * Math.PI);

    /**
     * @param order nodes on each side
     * @throws IllegalArgumentException if the order is not from 1 to 128
     */
    public HalfLineRule(int order) {
        rule = GaussRule.halfRange(order, 0);
    }

    @Override
    public int fields() {
        return 1;
    }

    @Override
    public int maxNodes() {
        return 2 * rule.size();
    }

    @Override
    public void place(double[][] omega, FieldNodes into) {
        double scale = into.factor(omega, 1).lower()[0][0];
        into.resize(maxNodes());
        for (int i = 0; i < maxNodes(); i++) {
            double side = i % 2 == 0 ? 1 : -1;
            into.fields()[i] = side * scale * rule.node(i / 2);
            into.weights()[i] = rule.weight(i / 2) / mass;
            into.noise()[i] = 0;
        }
    }

    @Override
    public String describe() {
        return "half-range rule, order 2 x " + rule.size();
    }

    /** A quarter more nodes, or one node less where that would be too many. */
    @Override
    public FieldQuadrature companion() {
        return new HalfLineRule(rule.size() < 100 ? rule.size() + 1 + rule.size() / 4 : rule.size() - 1);
    }

    @Override
    public int groups() {
        return 1;
    }
}
