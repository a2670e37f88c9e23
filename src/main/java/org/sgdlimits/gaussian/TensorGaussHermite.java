package org.sgdlimits.gaussian;

/**
 * Tensor Gauss–Hermite rule: x = L g with every active column of L its own {@code order}-node rule, times an optional
 * {@code noiseNodes}-node rule for ξ. Exact for polynomials of degree at most 2·order − 1 in each entry of g, hence
 * for every polynomial in x of that total degree; it converges geometrically for integrands analytic in a strip and
 * poorly for those with kinks. For integrands whose mean over ξ is the same at x and at −x, half of the nodes along the first
 * active column do. At rank r it places order^r · max(1, noiseNodes) nodes, at a cost of n multiplications
 * each.
 */
public final class TensorGaussHermite implements FieldQuadrature {

    /** Beyond this the memory alone says that the rule is the wrong one. */
    static final int MOST_NODES = 20_000_000;

    private final int fields;
    private final int noiseNodes;
    private final GaussRule rule;
    private final GaussRule noiseRule;
    private final boolean mirrored;
    private final int maxNodes;

    /**
     * A rule for any integrand.
     *
     * @param fields number n of fields
     * @param order nodes in each direction
     * @param noiseNodes nodes for the label noise; 0 for no noise, which leaves ξ = 0
     * @throws IllegalArgumentException if an argument is out of range or the nodes would exceed twenty million
     */
    public TensorGaussHermite(int fields, int order, int noiseNodes) {
        this(fields, order, noiseNodes, false);
    }

    /**
     * A rule that may assume a symmetry.
     *
     * @param mirrored whether the integrand's mean over ξ is the same at x and at −x
     */
    public TensorGaussHermite(int fields, int order, int noiseNodes, boolean mirrored) {
        this.mirrored = mirrored;
        this.fields = Arguments.atLeast(1, fields, "fields", "give the number of fields p + k");
        this.rule = GaussRule.hermite(order);
        this.noiseNodes = Arguments.atLeast(0, noiseNodes, "noiseNodes", "0 switches the label noise off");
        this.noiseRule = GaussRule.hermite(Math.max(1, noiseNodes));
        double nodes = nodes(fields, order, noiseNodes);
        if (nodes > MOST_NODES) {
            throw new IllegalArgumentException("order: " + order + " nodes in each of " + fields + " directions make "
                    + nodes + " nodes, expected at most " + MOST_NODES + "; lower the order or use RandomisedQmc");
        }
        this.maxNodes = (int) nodes;
    }

    @Override
    public int fields() {
        return fields;
    }

    @Override
    public int maxNodes() {
        return maxNodes;
    }

    @Override
    public void place(double[][] omega, FieldNodes into) {
        SemidefiniteCholesky factor = into.factor(omega, fields);
        into.reset();
        boolean half = mirrored;
        for (int column = 0; column < fields; column++) {
            if (factor.active(column)) {
                multiply(into, factor.lower(), column, half ? rule.size() / 2 : 0);
                half = false;
            }
        }
        if (noiseNodes > 0) {
            multiplyNoise(into);
        }
    }

    /**
     * Multiplies the nodes by the rule along one column of L, in place: from the last node to the first.
     *
     * @param first the rule's first node to use; those left out are the mirror images of as many last ones
     */
    private void multiply(FieldNodes into, double[][] lower, int column, int first) {
        double[] x = into.fields();
        double[] w = into.weights();
        int before = into.count();
        int order = rule.size() - first;
        into.resize(before * order);
        for (int base = before - 1; base >= 0; base--) {
            for (int t = order - 1; t >= 0; t--) {
                int node = base * order + t;
                double g = rule.node(first + t);
                double weight = rule.weight(first + t) * (first > 0 && g > 0 ? 2 : 1);
                for (int j = 0; j < fields; j++) {
                    x[node * fields + j] = x[base * fields + j] + lower[j][column] * g;
                }
                w[node] = w[base] * weight;
                into.noise()[node] = 0;
            }
        }
    }

    private void multiplyNoise(FieldNodes into) {
        double[] x = into.fields();
        double[] w = into.weights();
        int before = into.count();
        into.resize(before * noiseNodes);
        for (int base = before - 1; base >= 0; base--) {
            for (int t = noiseNodes - 1; t >= 0; t--) {
                int node = base * noiseNodes + t;
                System.arraycopy(x, base * fields, x, node * fields, fields);
                w[node] = w[base] * noiseRule.weight(t);
                into.noise()[node] = noiseRule.node(t);
            }
        }
    }

    @Override
    public String describe() {
        return "tensor Gauss-Hermite, order " + rule.size() + " in " + fields + " fields"
                + (noiseNodes > 0 ? ", " + noiseNodes + " noise nodes" : "") + (mirrored ? ", halved by symmetry" : "");
    }

    /**
     * A higher order of the other parity, so that only one of the two has a node at a kink in zero; a lower one where
     * a higher one would not fit.
     */
    @Override
    public FieldQuadrature companion() {
        int higher = rule.size() + 1 + 2 * (rule.size() / 8);
        int noise = noiseNodes > 0 ? noiseNodes + 1 : 0;
        return higher <= GaussRule.MOST_NODES && nodes(fields, higher, noise) <= MOST_NODES
                ? new TensorGaussHermite(fields, higher, noise, mirrored)
                : new TensorGaussHermite(fields, Math.max(1, rule.size() - 1), noiseNodes, mirrored);
    }

    @Override
    public int groups() {
        return 1;
    }

    private static double nodes(int fields, int order, int noiseNodes) {
        return Math.pow(order, fields) * Math.max(1, noiseNodes);
    }
}
