package org.sgdlimits.law;

import java.util.Arrays;
import org.sgdlimits.gaussian.FieldNodes;
import org.sgdlimits.gaussian.FieldQuadrature;
import org.sgdlimits.model.FieldModel;

/**
 * Weighted samples of one SGD step at a state: nodes of the fields of every block with their weights, and at each node the
 * error signal. Scratch of one solve.
 */
final class FieldSamples {

    static final int ALL_GROUPS = -1;

    private final FieldModel model;
    private final FieldQuadrature rule;
    private final int fields;
    private final int blocks;
    private final double[][] covariance;
    private final int group;
    /** A megabyte that many solves never need: null until first placed. */
    private FieldNodes nodes;

    private int from;

    /** x_{b,a}, [block][field]: the part of the fields that comes from block b. */
    final double[][] blockField;

    /** x_a = Σ_b x_{b,a}. */
    final double[] field;

    /** e_j. */
    final double[] signal;

    /** h. */
    final double[] parameterSignal;

    /** ξ. */
    private double noise;

    /** @param group the only group of a randomised rule's nodes to use, or {@link #ALL_GROUPS}; other rules use all nodes */
    FieldSamples(FieldModel model, OrderParameters layout, FieldQuadrature rule, int group) {
        this.model = model;
        this.group = rule.groups() == 1 ? ALL_GROUPS : group;
        this.rule = rule;
        fields = model.fields();
        blocks = layout.blocks();
        covariance = new double[blocks * fields][blocks * fields];
        blockField = new double[blocks][fields];
        field = new double[fields];
        signal = new double[model.students()];
        parameterSignal = new double[layout.parameters()];
    }

    /** Places the nodes for the fields' covariance at a state. */
    void place(Overlaps state) {
        for (int b = 0; b < blocks; b++) {
            for (int i = 0; i < fields; i++) {
                for (int j = 0; j < fields; j++) {
                    covariance[b * fields + i][b * fields + j] = state.blockCovariance(b, i, j);
                }
            }
        }
        if (nodes == null) {
            nodes = new FieldNodes(rule);
        }
        rule.place(covariance, nodes);
        from = group == ALL_GROUPS ? 0 : group * count();
    }

    int count() {
        return group == ALL_GROUPS ? nodes.count() : nodes.count() / rule.groups();
    }

    double weight(int node) {
        double weight = nodes.weight(from + node);
        return group == ALL_GROUPS ? weight : weight * rule.groups();
    }

    /** Loads the fields of a node. */
    void load(int node) {
        Arrays.fill(field, 0);
        for (int b = 0; b < blocks; b++) {
            for (int a = 0; a < fields; a++) {
                double value = nodes.field(from + node, b * fields + a);
                blockField[b][a] = value;
                field[a] += value;
            }
        }
        noise = nodes.noise(from + node);
    }

    /** Evaluates the error signal at the loaded node. */
    void evaluateSignal(double[] parameters) {
        model.errorSignal(field, noise, parameters, signal, parameterSignal);
    }

    /** The loss at the loaded node. */
    double loss(double[] parameters) {
        return model.loss(field, noise, parameters);
    }
}
