package org.sgdlimits.law;

import org.sgdlimits.gaussian.FieldNodes;
import org.sgdlimits.gaussian.FieldQuadrature;
import org.sgdlimits.model.FieldModel;

/** Weighted nodes of the fields x ~ N(0, Ω) and of the label noise, and the error signal at each. Scratch of one solve. */
final class FieldSamples {

    static final int ALL_GROUPS = -1;

    private final FieldModel model;
    private final FieldQuadrature rule;
    private final int group;
    /** A megabyte that many solves never need: null until first placed. */
    private FieldNodes nodes;

    private int from;

    /** x. */
    final double[] field;

    /** e_j. */
    final double[] signal;

    /** h. */
    final double[] parameterSignal;

    /** @param group the only group of a randomised rule's nodes to use, or {@link #ALL_GROUPS}; other rules use all nodes */
    FieldSamples(FieldModel model, FieldQuadrature rule, int group) {
        this.model = model;
        this.group = rule.groups() == 1 ? ALL_GROUPS : group;
        this.rule = rule;
        field = new double[model.fields()];
        signal = new double[model.students()];
        parameterSignal = new double[model.parameters().length];
    }

    /** Places the nodes for the fields' covariance Ω. */
    void place(double[][] omega) {
        if (nodes == null) {
            nodes = new FieldNodes(rule);
        }
        rule.place(omega, nodes);
        from = group == ALL_GROUPS ? 0 : group * count();
    }

    int count() {
        return group == ALL_GROUPS ? nodes.count() : nodes.count() / rule.groups();
    }

    double weight(int node) {
        double weight = nodes.weight(from + node);
        return group == ALL_GROUPS ? weight : weight * rule.groups();
    }

    /** Loads a node's fields and evaluates the error signal there. */
    void evaluate(int node, double[] parameters) {
        load(node);
        model.errorSignal(field, nodes.noise(from + node), parameters, signal, parameterSignal);
    }

    /** The loss at a node. */
    double loss(int node, double[] parameters) {
        load(node);
        return model.loss(field, nodes.noise(from + node), parameters);
    }

    private void load(int node) {
        for (int a = 0; a < field.length; a++) {
            field[a] = nodes.field(from + node, a);
        }
    }
}
