package org.sgdlimits.law;

import org.sgdlimits.gaussian.FieldNodes;
import org.sgdlimits.gaussian.FieldQuadrature;
import org.sgdlimits.model.FieldModel;

/**
 * Weighted samples of one SGD step at a state: nodes of the fields of every block with their weights, and at each node the
 * error signal. Scratch of one solve.
 */
final class FieldSamples {

    private final FieldModel model;
    private final FieldQuadrature rule;
    private final FieldNodes nodes;
    private final int fields;
    private final int blocks;
    private final double[][] covariance;

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

    FieldSamples(FieldModel model, OrderParameters layout, FieldQuadrature rule) {
        this.model = model;
        this.rule = rule;
        fields = model.fields();
        blocks = layout.blocks();
        nodes = new FieldNodes(rule);
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
        rule.place(covariance, nodes);
    }

    int count() {
        return nodes.count();
    }

    double weight(int node) {
        return nodes.weight(node);
    }

    /** Loads the fields of a node. */
    void load(int node) {
        java.util.Arrays.fill(field, 0);
        for (int b = 0; b < blocks; b++) {
            for (int a = 0; a < fields; a++) {
                double value = nodes.field(node, b * fields + a);
                blockField[b][a] = value;
                field[a] += value;
            }
        }
        noise = nodes.noise(node);
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
