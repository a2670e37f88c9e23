package org.sgdlimits.law;

import org.sgdlimits.gaussian.FieldNodes;
import org.sgdlimits.gaussian.FieldQuadrature;
import org.sgdlimits.model.LabelLaw;

/**
 * The quadrature over fields and a label of finitely many values: every node of a rule over the fields once for each label, with
 * the label's probability there, E[f(x, ξ)] ≈ Σ_i w_i Σ_c P(c | x_i) f(x_i, ξ_c). Exact in the label, in which ξ makes f jump.
 * {@link #place} allocates a few numbers a call.
 */
final class LabelledRule implements FieldQuadrature {

    private final FieldQuadrature rule;
    private final LabelLaw law;

    LabelledRule(FieldQuadrature rule, LabelLaw law) {
        this.rule = rule;
        this.law = law;
    }

    @Override
    public int fields() {
        return rule.fields();
    }

    @Override
    public int maxNodes() {
        return Math.multiplyExact(rule.maxNodes(), law.count());
    }

    @Override
    public void place(double[][] omega, FieldNodes into) {
        rule.place(omega, into);
        int labels = law.count();
        int width = rule.fields();
        double[] fields = new double[width];
        double[] probability = new double[labels];
        double[] noise = new double[labels];
        int nodes = into.count();
        into.resize(nodes * labels);
        // backwards, so that a node is read before its place is taken
        for (int node = nodes - 1; node >= 0; node--) {
            System.arraycopy(into.fields(), node * width, fields, 0, width);
            law.at(fields, probability, noise);
            double weight = into.weight(node);
            for (int c = labels - 1; c >= 0; c--) {
                int to = node * labels + c;
                System.arraycopy(into.fields(), node * width, into.fields(), to * width, width);
                into.noise()[to] = noise[c];
                into.weights()[to] = weight * probability[c];
            }
        }
    }

    @Override
    public String describe() {
        return rule.describe() + ", exact over " + law.count() + " labels";
    }

    @Override
    public FieldQuadrature companion() {
        return new LabelledRule(rule.companion(), law);
    }

    @Override
    public int groups() {
        return rule.groups();
    }
}
