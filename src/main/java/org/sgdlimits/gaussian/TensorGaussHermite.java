package org.sgdlimits.gaussian;

/**
 * Tensor Gauss–Hermite rule: x = L g with every active column of L its own {@code order}-node rule, times an optional
 * {@code noiseNodes}-node rule for ξ. Exact for polynomials of degree at most 2·order − 1 in each entry of g, hence
 * for every polynomial in x of that total degree; it converges geometrically for integrands analytic in a strip and
 * poorly for those with kinks. At rank r it places order^r · max(1, noiseNodes) nodes, at a cost of n multiplications
 * each.
 */
public final class TensorGaussHermite implements FieldQuadrature {

    /** Beyond this the memory alone says that the rule is the wrong one. */
    static final int MOST_NODES = 20_000_000;

    private final int fields;
    private final int noiseNodes;
    private final GaussRule rule;
    private final GaussRule noiseRule;
    private final int maxNodes;

    /**
     * @param fields number n of fields
     * @param order nodes in each direction
     * @param noiseNodes nodes for the label noise; 0 for no noise, which leaves ξ = 0
     * @throws IllegalArgumentException if an argument is out of range or the nodes would exceed twenty million
     */
    public TensorGaussHermite(int fields, int order, int noiseNodes) {
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
        for (int column = 0; column < fields; column++) {
            if (factor.active(column)) {
                multiply(into, factor.lower(), column);
            }
        }
        if (noiseNodes > 0) {
            multiplyNoise(into);
        }
    }

    /** Multiplies the nodes by the rule along one column of L, in place: from the last node to the first. */
    private void multiply(FieldNodes into, double[][] lower, int column) {
        double[] x = into.fields();
        double[] w = into.weights();
        int before = into.count();
        int order = rule.size();
        into.resize(before * order);
        for (int base = before - 1; base >= 0; base--) {
            for (int t = order - 1; t >= 0; t--) {
                int node = base * order + t;
                double g = rule.node(t);
                for (int j = 0; j < fields; j++) {
                    x[node * fields + j] = x[base * fields + j] + lower[j][column] * g;
                }
                w[node] = w[base] * rule.weight(t);
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
                + (noiseNodes > 0 ? ", " + noiseNodes + " noise nodes" : "");
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
                ? new TensorGaussHermite(fields, higher, noise)
                : new TensorGaussHermite(fields, Math.max(1, rule.size() - 1), noiseNodes);
    }

    @Override
    public int groups() {
        return 1;
    }

    private static double nodes(int fields, int order, int noiseNodes) {
        return Math.pow(order, fields) * Math.max(1, noiseNodes);
    }
}
